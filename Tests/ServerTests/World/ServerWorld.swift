import Diagnostics
import Engine
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import Postgres
import PostgresTesting
import Workflows

@testable import Server

/// A running engine on a database of its own, with people, workflows and a token for everybody.
struct ServerWorld: Sendable {
  let engine: WorkflowEngine
  let tokens: [String: String]
  let database: TestDatabase
  /// The doors' own part: whatever the verifier finds in earnest, here the name of a definition says.
  var scrutiny: Scrutiny { TestScrutiny.byName }

  /// Everybody may do everything that their token can allow; authority comes from positions.
  static let people = ["tanaka", "suzuki", "officer", "admin", "second", "vendor", "rival"]

  func application(_ change: (inout ServerSettings) -> Void = { _ in }) throws -> Application<APIResponder> {
    var settings = ServerSettings(.tcp(host: "127.0.0.1", port: 0))
    change(&settings)
    return try SekishoServer.application(engine: engine, settings: settings, scrutiny: scrutiny, logger: .quiet)
  }

  /// Serves on a real socket while `body` runs.
  func serve<Value: Sendable>(
    _ change: (inout ServerSettings) -> Void = { _ in }, _ body: @Sendable (APIClient) async throws -> Value
  ) async throws -> Value {
    try await application(change).test(.live) { client in
      try await body(APIClient(client: client, tokens: tokens, engine: engine))
    }
  }
}

func withServerWorld<Value: Sendable>(_ body: @Sendable (ServerWorld) async throws -> Value) async throws -> Value {
  let template = DatabaseTemplate("server") { connection in
    _ = try await SchemaMigrations.migrator().migrate(connection)
    _ = try await Bootstrap(
      kind: .test, artifacts: try WorldFiles.artifacts(), directory: WorldFiles.directory, administrator: "admin"
    ).run(connection)
  }
  return try await withTestDatabase(template) { database in
    let connection = try await database.connect()
    var tokens: [String: String] = [:]
    for person in ServerWorld.people {
      tokens[person] = try await Bootstrap.issueToken(
        for: PersonCode(person), scopes: Set(Scope.allCases), label: "test", connection
      ).text
    }
    tokens["narrow"] = try await Bootstrap.issueToken(for: "tanaka", scopes: [], label: "narrow", connection).text
    await connection.close()
    let engine = WorkflowEngine(database.configuration, logger: .quiet)
    let world = ServerWorld(engine: engine, tokens: tokens, database: database)
    do {
      let value = try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await engine.run() }
        defer { engine.close() }
        return try await body(world)
      }
      await engine.disconnect()
      return value
    } catch {
      await engine.disconnect()
      throw error
    }
  }
}

enum WorldFiles {
  struct Unusable: Error {
    let diagnostics: [String]
  }

  /// The root of the package, and what lies beside it.
  static func path(_ relative: String) -> String {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/" + root + "/" + relative
  }

  static func source(_ relative: String) throws -> SourceFile {
    guard let data = FileManager.default.contents(atPath: path(relative)) else {
      throw Unusable(diagnostics: ["no file \(relative)"])
    }
    return SourceFile(name: relative, bytes: Array(data))
  }

  /// The shipped invoice flow with the tables it reads, and the definitions of these tests.
  static func artifacts() throws -> [ArtifactFile] {
    var files: [(ArtifactKind, SourceFile)] = [(.calendar, try source("workflows/calendars/jp-government.yaml"))]
    for name in [
      "payment-days", "late-payment-interest", "first-day-counted", "credit-share", "invoice-tolerance",
      "house-periods",
    ] {
      files.append((.parameter, try source("workflows/parameters/\(name).yaml")))
    }
    files.append((.parameter, SourceFile(name: "loan-fee.yaml", text: TestDefinitions.fee)))
    files.append((.workflow, SourceFile(name: "contract.yaml", text: TestDefinitions.contract)))
    files.append((.workflow, SourceFile(name: "loan.yaml", text: TestDefinitions.loan)))
    files.append((.workflow, try source("workflows/invoice.yaml")))
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(
        workflows: files.filter { $0.0 == .workflow }.map(\.1), calendars: files.filter { $0.0 == .calendar }.map(\.1),
        parameters: files.filter { $0.0 == .parameter }.map(\.1)))
    guard !diagnostics.hasErrors else { throw Unusable(diagnostics: diagnostics.map { $0.rendered(.en) }) }
    return try files.map { kind, source in
      guard let file = DefinitionRoutes.check(kind, source, against: library).file else {
        throw Unusable(diagnostics: [source.name])
      }
      return file
    }
  }

  static let directory: Directory = {
    var directory = Directory()
    directory.add(Unit(code: "office", title: Text(en: "Office", ja: "局"), parent: nil))
    for (position, person, roles) in [
      ("borrower-1", "tanaka", ["borrower"]), ("keeper-1", "suzuki", ["keeper"]),
      ("officer-1", "officer", ["contract_officer"]), ("corrector-1", "admin", ["corrector"]),
      ("corrector-2", "second", ["corrector"]),
    ] as [(PositionCode, PersonCode, Set<RoleName>)] {
      directory.add(
        Position(code: position, title: Text(en: position.text, ja: "職"), unit: "office", roles: roles))
      directory.add(Person(code: person, name: Text(en: person.text, ja: "人"), email: "\(person)@example.jp"))
      directory.add(Membership(person: person, position: position, period: Period()))
    }
    for (party, person) in [("acme", "vendor"), ("other", "rival")] as [(PartyCode, PersonCode)] {
      directory.add(
        Party(
          code: party, name: Text(en: party.text, ja: "業者"), corporateNumber: nil,
          registrationNumber: party == "acme" ? "T1234567890123" : nil))
      directory.add(
        Person(code: person, name: Text(en: person.text, ja: "担当"), email: nil, party: party, partyRoles: ["vendor"]))
    }
    return directory
  }()
}
