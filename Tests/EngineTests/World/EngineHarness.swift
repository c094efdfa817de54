import Diagnostics
import Foundation
import Logging
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// The shipped library and cast on a real database.
enum Harness {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["SEKISHO_WORKFLOWS"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "workflows")
  }()

  static func sources(_ subfolder: String) -> [SourceFile] {
    let place = subfolder.isEmpty ? folder : folder.appending(path: subfolder)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path(percentEncoded: false))) ?? []
    return names.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { name in
      let path = subfolder.isEmpty ? name : subfolder + "/" + name
      return (try? Data(contentsOf: folder.appending(path: path))).map { SourceFile(name: path, bytes: Array($0)) }
    }
  }

  static let library: Library = loadLibrary(
    LibraryFiles(workflows: sources(""), calendars: sources("calendars"), parameters: sources("parameters"))
  ).library

  static let directory: Directory =
    sources("cases").first { $0.name == "cases/cast.yaml" }.flatMap { loadCast($0).cast?.directory } ?? Directory()

  static let caseFiles: [SourceFile] = {
    let place = folder.appending(path: "cases").path(percentEncoded: false)
    let folders = ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
    return folders.filter { !$0.contains(".") }.flatMap { sources("cases/" + $0) }
  }()

  /// Migrated and set up as a test cluster, with everything deployed.
  static let template = DatabaseTemplate("engine") { connection in
    _ = try await SchemaMigrations.migrator().migrate(connection)
    var artifacts = library.definitions.values.map { definition in
      artifact(.workflow, definition.name.text, definition.source, definition.hash)
    }
    for (kind, subfolder) in [(ArtifactKind.calendar, "calendars"), (.parameter, "parameters")] {
      for source in sources(subfolder) {
        let name = URL(filePath: source.name).deletingPathExtension().lastPathComponent
        artifacts.append(artifact(kind, name, source, ContentDigest.hash(of: source.bytes)))
      }
    }
    _ = try await Bootstrap(kind: .test, artifacts: artifacts, directory: directory, administrator: "admin")
      .run(connection)
  }

  private static func artifact(
    _ kind: ArtifactKind, _ name: String, _ source: SourceFile, _ hash: ContentHash
  ) -> ArtifactFile {
    ArtifactFile(kind: kind, name: name, hash: hash, source: String(decoding: source.bytes, as: UTF8.self))
  }

  static let administrator = Caller(person: "admin", party: nil, scopes: Set(Scope.allCases))

  /// An engine with running lanes on a fresh database, and the owner's connection to it.
  static func withEngine(_ body: @Sendable (WorkflowEngine, PostgresConnection) async throws -> Void) async throws {
    try await withTestDatabase(template) { database in
      let owner = try await database.connect()
      let engine = WorkflowEngine(database.configuration, connections: 3, logger: .quiet)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await engine.run() }
        do {
          try await body(engine, owner)
        } catch {
          engine.close()
          throw error
        }
        engine.close()
        try await group.waitForAll()
      }
      await engine.disconnect()
      await owner.close()
    }
  }
}
