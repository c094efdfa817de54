import Diagnostics
import Foundation

@testable import Workflows

/// The files of `workflows/`, and the shared conformance material.
enum Shipped {
  static let folder = place("SEKISHO_WORKFLOWS", "workflows")
  static let conformance = place("SEKISHO_CONFORMANCE", "../shared/conformance")

  private static func place(_ variable: String, _ path: String) -> URL {
    if let path = ProcessInfo.processInfo.environment[variable] { return URL(filePath: path) }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appending(path: path)
  }

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(name: path, bytes: Array(try Data(contentsOf: folder.appending(path: path))))
  }

  /// The YAML files of a folder, by name.
  static func files(_ path: String = "") throws -> [SourceFile] {
    let place = path.isEmpty ? folder : folder.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path(percentEncoded: false)).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { try file(path.isEmpty ? $0 : path + "/" + $0) }
  }

  static func libraryFiles() throws -> LibraryFiles {
    LibraryFiles(
      workflows: try files(), calendars: try files("calendars"), parameters: try files("parameters"))
  }

  /// The n-th block of YAML in LANGUAGE.md that contains a text: what the page shows must be so.
  static func example(containing text: String) throws -> String? {
    let page = String(decoding: try Data(contentsOf: folder.appending(path: "LANGUAGE.md")), as: UTF8.self)
    return page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }.first { $0.contains(text) }
  }
}

extension Sequence where Element == Diagnostic {
  var codes: [String] { map(\.code) }
  func rendered(_ language: Language) -> String { map { $0.rendered(language) }.joined(separator: "\n") }
}
