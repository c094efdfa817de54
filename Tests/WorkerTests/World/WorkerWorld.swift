import Diagnostics
import Engine
import Foundation
import JSON
import Logging
import Postgres
import PostgresTesting
import ServiceLifecycle
import Testing
import Workflows

@testable import Worker

/// A running engine with one flow that does everything a worker carries out, and a pool that tests start.
struct WorkerWorld: Sendable {
  let engine: WorkflowEngine
  let owner: PostgresConnection
  let folder: URL

  static let person = Caller(person: "tanaka", party: nil, scopes: Set(Scope.allCases))
  /// 2026-04-06 10:00 in Tokyo.
  static let start = Instant(microseconds: 1_775_437_200_000_000)

  static func with(_ body: @Sendable (WorkerWorld) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sekisho-worker-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await withTestDatabase(template) { database in
      let owner = try await database.connect()
      let engine = WorkflowEngine(database.configuration, connections: 4, logger: .quiet)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await engine.run() }
        do {
          try await body(WorkerWorld(engine: engine, owner: owner, folder: folder))
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

  /// Runs a pool beside `body`, and stops it in order afterwards.
  func working(
    poll: Duration = .milliseconds(20), _ change: (inout Endpoints) -> Void,
    _ body: @Sendable (ServiceGroup) async throws -> Void
  ) async throws {
    var endpoints = Endpoints()
    change(&endpoints)
    var settings = WorkerSettings(endpoints: endpoints)
    settings.poll = poll
    let pool = WorkerPool(engine: engine, settings: settings, name: "test", logger: .quiet)
    let services = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: pool, successTerminationBehavior: .gracefullyShutdownGroup)], logger: .quiet))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await services.run() }
      do {
        try await body(services)
      } catch {
        await services.triggerGracefulShutdown()
        throw error
      }
      await services.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }

  // MARK: Acts

  func loan() async throws -> Receipt {
    guard case .done(let receipt) = try await engine.create("loan", data: ["subject": "端末"], as: Self.person) else {
      throw Unexpected(text: "not created")
    }
    return receipt
  }

  func act(_ name: TransitionName, on loan: Receipt) async throws {
    guard case .done = try await engine.advance(.id(loan.item), name, as: Self.person) else {
      throw Unexpected(text: "\(name) refused")
    }
  }

  /// Asks until it holds: each question is a round trip, and the test's time limit is the bound.
  func until(_ holds: () async throws -> Bool) async throws {
    while try await !holds() { await Task.yield() }
  }

  func answer(_ loan: Receipt) async throws -> JSONValue? {
    try await engine.item(.id(loan.item), as: Self.person).item.data["answer"]
  }

  func tasks(dead: Bool? = nil) async throws -> [TaskView] { try await engine.tasks(dead: dead, as: Self.person) }

  func moveClock(bySeconds seconds: Int64) async throws {
    let now = try await owner.query("select sekisho_now()").single.get(0, as: Timestamp.self)
    try await Bootstrap.setClock(to: Instant(microseconds: now.microseconds + seconds * 1_000_000), owner)
  }

  /// A program of the test's: a shell script, in the test's own folder.
  func program(_ name: String, _ script: String) throws -> String {
    let (draft, place) = (place(name) + ".draft", place(name))
    try Data("#!/bin/sh\nset -eu\ncd '\(folder.path(percentEncoded: false))'\n\(script)\n".utf8)
      .write(to: URL(filePath: draft))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: draft)
    // In one go: the pool may start it at any moment.
    guard unsafe rename(draft, place) == 0 else { throw Unexpected(text: "not written: \(place)") }
    return place
  }

  func place(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  func file(_ name: String) -> String? {
    (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
  }

  struct Unexpected: Error {
    let text: String
  }

  // MARK: What is deployed

  static let template = DatabaseTemplate("worker") { connection in
    _ = try await SchemaMigrations.migrator().migrate(connection)
    let loaded = loadLibrary(LibraryFiles(workflows: [SourceFile(name: "loan.yaml", text: text)]))
    for diagnostic in loaded.diagnostics { Issue.record("\(diagnostic.rendered(.en))") }
    let definition = try #require(loaded.library.definition("loan"))
    var directory = Directory()
    directory.add(Workflows.Unit(code: "office", title: Text(en: "Office", ja: "局"), parent: nil))
    directory.add(
      Workflows.Position(
        code: "keeper-1", title: Text(en: "Keeper", ja: "係"), unit: "office", roles: ["keeper", "reader"]))
    for (person, address) in [
      ("tanaka", "tanaka@example.jp"), ("mori", nil), ("sato", "sato@example.jp"),
      ("hara", "|/bin/false@example.jp"),
    ] as [(PersonCode, String?)] {
      directory.add(Person(code: person, name: Text(en: person.text, ja: "人"), email: address))
      directory.add(Membership(person: person, position: "keeper-1", period: Period()))
    }
    _ = try await Bootstrap(
      kind: .test, artifacts: [ArtifactFile(kind: .workflow, name: "loan", hash: definition.hash, source: text)],
      directory: directory, administrator: "tanaka"
    ).run(connection)
    try await Bootstrap.setClock(to: start, connection)
  }

  private static let text = """
    workflow: loan
    title: {en: Loan, ja: 貸出}
    key: LN-{fiscal_year}-{sequence:6}
    create: {by: [keeper]}
    search: {subject: data.subject}
    data:
      type: object
      additionalProperties: false
      required: [subject]
      properties:
        subject: {type: string, maxLength: 200, title: {en: Subject, ja: 件名}}
        answer: {type: string, maxLength: 200, title: {en: Answer, ja: 回答}}
    roles:
      keeper: {title: {en: Keeper, ja: 係}, held_by: position}
    states:
      lent: {title: {en: Lent, ja: 貸出中}, initial: true}
      waiting:
        title: {en: Waiting, ja: 待機}
        deadlines: {soon: {after: 1, unit: hours, do: time_out}}
      answered: {title: {en: Answered, ja: 回答済}}
      lost: {title: {en: Lost, ja: 失敗}, final: true}
    transitions:
      announce:
        title: {en: Announce, ja: 通知}
        from: lent
        to: $same
        by: keeper
        effects: [{task: {name: announcement, kind: webhook, to: finance, with: {subject: 'data.?subject.orValue("")'}}}]
      ask:
        title: {en: Ask, ja: 照会}
        from: lent
        to: $same
        by: keeper
        effects: [{task: {name: question, kind: webhook, to: finance, with: {}, on: {done: hear, failed: give_up}}}]
      run:
        title: {en: Run, ja: 実行}
        from: lent
        to: $same
        by: keeper
        effects: [{task: {name: program, kind: command, to: program, with: {subject: 'data.?subject.orValue("")'}, on: {done: hear}}}]
      tell:
        title: {en: Tell, ja: 連絡}
        from: lent
        to: $same
        by: keeper
        effects: [{notify: {to: [keeper], message: {en: The terminal waits, ja: 端末の準備ができました}}}]
      wait: {title: {en: Wait, ja: 待つ}, from: lent, to: waiting, by: keeper}
      hear:
        title: {en: Hear, ja: 受領}
        from: lent
        to: answered
        by: system
        effects: [{set: {answer: "string(result.answer)"}}]
      give_up: {title: {en: Give up, ja: 断念}, from: lent, to: lost, by: system}
      time_out: {title: {en: Time out, ja: 時間切れ}, from: waiting, to: lost, by: system}

    """
}
