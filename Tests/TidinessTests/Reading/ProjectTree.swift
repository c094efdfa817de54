import Foundation

/// The project's files on disk.
struct ProjectTree: Sendable {
  let root: URL

  /// The tree that these tests were built from. `SEKISHO_ROOT` names another one: a copy that is to be judged.
  static let here: ProjectTree = {
    if let root = ProcessInfo.processInfo.environment["SEKISHO_ROOT"] {
      return ProjectTree(root: URL(fileURLWithPath: root, isDirectory: true))
    }
    // Links are resolved, so that the tests also find the project where a build only links to this folder.
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    return ProjectTree(root: file.ancestor(4))
  }()

  /// The folders that hold what is written by hand, and the script-written Swift among it.
  static let folders = ["Sources", "Tests", "admin", "db", "workflows", ".ci"]

  /// Every text file of the project in order of its path, read once.
  static let files: [SourceText] = here.texts()

  /// The text of one file, or nil where it is not there.
  func text(_ path: String) -> String? {
    try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The names of the folders directly below a folder.
  func folders(in path: String) -> [String] {
    names(in: path).filter { isFolder("\(path)/\($0)") }
  }

  /// The names of everything directly below a folder, sorted; hidden ones only where asked for by name.
  func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
  }

  private func isFolder(_ path: String) -> Bool {
    let values = try? root.appendingPathComponent(path).resourceValues(forKeys: [.isDirectoryKey])
    return values?.isDirectory == true
  }

  private func texts() -> [SourceText] {
    var paths = names(in: ".").filter { !isFolder($0) }
    var waiting = Self.folders.filter(isFolder)
    while let folder = waiting.popLast() {
      for name in names(in: folder) {
        let path = "\(folder)/\(name)"
        if isFolder(path) { waiting.append(path) } else { paths.append(path) }
      }
    }
    // A file that is no UTF-8 is data of a test, not text.
    return paths.sorted().compactMap { path in text(path).map { SourceText(path: path, text: $0) } }
  }
}

extension URL {
  fileprivate func ancestor(_ steps: Int) -> URL {
    (0..<steps).reduce(self) { url, _ in url.deletingLastPathComponent() }
  }
}
