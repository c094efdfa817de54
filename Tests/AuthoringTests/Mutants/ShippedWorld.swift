import Diagnostics
import Foundation
import Workflows

/// The shipped definitions with their cast and cases.
struct ShippedWorld {
  let library: Library
  let directory: Directory
  let files: [SourceFile]
  let scenarios: [ScenarioCase]

  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["SEKISHO_WORKFLOWS"] { return URL(filePath: path) }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appending(path: "workflows")
  }()

  static let shared: ShippedWorld? = try? ShippedWorld()

  private init() throws {
    files = try Self.files("")
    library =
      loadLibrary(
        LibraryFiles(
          workflows: files, calendars: try Self.files("calendars"), parameters: try Self.files("parameters"))
      ).library
    let directory = loadCast(try Self.file("cases/cast.yaml")).cast?.directory ?? Directory()
    self.directory = directory
    let names = library.current.keys.sorted()
    let library = library
    scenarios = try names.flatMap { try Self.files("cases/\($0)") }.compactMap {
      loadCase($0, library: library, directory: directory).scenario
    }
  }

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(name: path, bytes: Array(try Data(contentsOf: folder.appending(path: path))))
  }

  private static func files(_ path: String) throws -> [SourceFile] {
    let place = path.isEmpty ? folder : folder.appending(path: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path(percentEncoded: false)).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { try file(path.isEmpty ? $0 : path + "/" + $0) }
  }
}
