import Foundation

/// The shared conformance folder: `SEKISHO_CONFORMANCE`, or `../shared/conformance` beside the package.
enum Conformance {
  static let root: URL? = {
    let folder: URL
    if let path = ProcessInfo.processInfo.environment["SEKISHO_CONFORMANCE"] {
      folder = URL(fileURLWithPath: path)
    } else {
      var package = URL(fileURLWithPath: #filePath)
      for _ in 0..<3 { package.deleteLastPathComponent() }
      folder = package.deletingLastPathComponent().appendingPathComponent("shared/conformance")
    }
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The files of a folder by name, nil where the suite is absent.
  static func files(_ folder: String, suffix: String) -> [URL]? {
    guard let folder = root?.appendingPathComponent(folder),
      let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    else { return nil }
    return files.filter { $0.lastPathComponent.hasSuffix(suffix) }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

  static func skipped(_ suite: String) { print("conformance \(suite): skipped (folder absent)") }

  static func passed(_ suite: String, _ passed: Int, of total: Int, deviations: Int = 0) {
    print("conformance \(suite): \(passed) passed, \(total - passed - deviations) failed, \(deviations) deviations")
  }
}
