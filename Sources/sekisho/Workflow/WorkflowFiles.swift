import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import Workflows

/// The files of a folder such as `workflows/`: definitions, calendars, parameters, cast and cases.
struct WorkflowFiles {
  let folder: String
  let language: Language

  static let limit = 4 << 20

  func library() throws -> (library: Library, diagnostics: [Diagnostic]) {
    loadLibrary(
      LibraryFiles(
        workflows: try sources(""), calendars: try sources("calendars"), parameters: try sources("parameters")))
  }

  func cast() throws -> Directory {
    let (cast, diagnostics) = loadCast(try source("cases/cast.yaml"))
    Terminal.show(diagnostics, language)
    guard let cast else { throw Exit.invalid }
    return cast.directory
  }

  /// Cases of one workflow, or of all.
  func cases(_ workflow: String?) throws -> [SourceFile] {
    let folders = try workflow.map { [$0] } ?? names("cases").filter { !$0.contains(".") }
    return try folders.flatMap { try sources("cases/" + $0) }
  }

  /// Mutants of the folder's definitions that change nothing; none where the list is missing.
  func equivalentMutants() throws -> (list: EquivalentMutants, diagnostics: [Diagnostic]) {
    guard try names("cases").contains("equivalent-mutants.yaml") else { return (EquivalentMutants(), []) }
    return EquivalentMutants.load(try source("cases/equivalent-mutants.yaml"))
  }

  func sources(_ subfolder: String) throws -> [SourceFile] {
    try names(subfolder).filter { $0.hasSuffix(".yaml") }.map {
      try source(subfolder.isEmpty ? $0 : subfolder + "/" + $0)
    }
  }

  private func names(_ subfolder: String) throws -> [String] {
    let path = subfolder.isEmpty ? folder : folder + "/" + subfolder
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      let text = Text(en: "\(path): no such directory", ja: "\(path):ディレクトリがありません")
      Terminal.note("sekisho: " + text[language].safeForTerminal())
      throw Exit.invalid
    }
    return names.sorted()
  }

  private func source(_ path: String) throws -> SourceFile {
    let full = folder + "/" + path
    return SourceFile(name: full, bytes: try InputFile.readStart(full, limit: Self.limit, language))
  }

  /// The folder that a file belongs to, where its neighbours, calendar and parameters are looked for: the nearest above
  /// it that holds calendars, else the folder of definitions; nil where there is none.
  static func home(of path: String) -> String? {
    var near = URL(filePath: path).deletingLastPathComponent()
    for _ in 0..<4 {
      if FileManager.default.fileExists(atPath: near.appending(path: "calendars").path(percentEncoded: false)) {
        let path = near.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      }
      near = near.deletingLastPathComponent()
    }
    let folder = Environment.workflows ?? "workflows"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }
}
