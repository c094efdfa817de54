import Diagnostics
import Foundation
import Workflows

/// The files of `workflows/`.
enum Shipped {
  private static let folder = place("SEKISHO_WORKFLOWS", "workflows")

  private static func place(_ variable: String, _ path: String) -> URL {
    if let path = ProcessInfo.processInfo.environment[variable] { return URL(filePath: path) }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appending(path: path)
  }

  private static func files(_ path: String = "") throws -> [SourceFile] {
    let place = path.isEmpty ? folder : folder.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path(percentEncoded: false)).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { name in
      SourceFile(name: name, bytes: Array(try Data(contentsOf: place.appending(path: name))))
    }
  }

  static func library() throws -> (library: Library, diagnostics: [Diagnostic]) {
    loadLibrary(
      LibraryFiles(
        workflows: try files(), calendars: try files("calendars"), parameters: try files("parameters")))
  }
}
