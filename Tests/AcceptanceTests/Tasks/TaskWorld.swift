import Foundation
import JSON
import PostgresTesting
import Testing

/// An installation whose server and worker run apart, with a webhook's receiver, a program and a mail program that do
/// what the test says, driven by the command line alone.
struct TaskWorld {
  let folder: URL
  let environment: [String: String]
  private let token: String
  private let address: String

  static func with(_ body: (TaskWorld) async throws -> Void) async throws {
    try await OperatorBinary.withFolder { folder in
      for path in ["flows/calendars", "flows/parameters", "flows/cases"] {
        try FileManager.default.createDirectory(at: folder.appending(path: path), withIntermediateDirectories: true)
      }
      try Data(errand.utf8).write(to: folder.appending(path: "flows/errand.yaml"))
      try Data(cast.utf8).write(to: folder.appending(path: "flows/cases/cast.yaml"))
      try await withTestDatabase { database in
        let environment = ["SEKISHO_DATABASE_URL": database.connectionString()]
        let migrated = try await OperatorBinary.run(["db", "migrate"], environment)
        try #require(migrated.code == 0, "\(migrated.errors)")
        let made = try await OperatorBinary.run(
          [
            "db", "bootstrap", "--kind", "test", "--administrator", "admin",
            // Whether the outside answers as the flow expects is not known.
            "--accept-undecided", "the answers are those of this test", "--folder",
            folder.appending(path: "flows").path(percentEncoded: false),
          ], environment)
        try #require(made.code == 0, "\(made.errors)")
        let server = try RunningBinary(["serve", "--port", "0"], environment)
        let line = try await server.line(with: "listening on")
        let address = try #require(line.split(separator: " ").first { $0.hasPrefix("http://") })
        try await body(
          TaskWorld(
            folder: folder, environment: environment,
            token: made.output.trimmingCharacters(in: .whitespacesAndNewlines), address: String(address)))
        server.signal(SIGTERM)
        #expect(await server.ended().code == 0)
      }
    }
  }

  // MARK: Doors

  func secret(_ byte: UInt8, _ name: String) throws -> String {
    let secret = "whsec_" + Data(repeating: byte, count: 32).base64EncodedString() + "\n"
    let file = place(name)
    try? FileManager.default.removeItem(atPath: file)
    try #require(
      FileManager.default.createFile(atPath: file, contents: Data(secret.utf8), attributes: [.posixPermissions: 0o600]))
    return file
  }

  /// - Returns: the receiver and its address.
  func receiver(failing count: Int = 0) async throws -> (RunningBinary, String) {
    let receiver = try RunningBinary([
      "debug", "webhook", "--listen", "127.0.0.1:0", "--secret-file", try secret(7, "receiver-secret"), "--log",
      place("received"), "--answer", #"{"answer":"受信"}"#, "--fail", String(count),
    ])
    let line = try await receiver.line(with: "listening on")
    return (receiver, String(try #require(line.split(separator: " ").last)))
  }

  func worker(url: String, secret byte: UInt8) async throws -> RunningBinary {
    try Data(
      """
      webhooks: {finance: {url: "\(url)", secret: {file: \(try secret(byte, "worker-secret"))}}}
      commands: {program: {run: [\(place("program"))], timeout: 20s}}
      mail: {sendmail: [\(place("sendmail"))], from: sekisho@example.jp}
      lease: 10s

      """.utf8
    ).write(to: folder.appending(path: "worker.yaml"))
    let worker = try RunningBinary(["work", "--config", place("worker.yaml")], environment)
    _ = try await worker.line(with: "webhooks: finance")
    return worker
  }

  /// Replaced in one go: the worker may start it at any moment.
  func program(_ name: String, _ script: String) throws {
    let draft = place(name + ".draft")
    try Data("#!/bin/sh\nset -eu\ncd '\(place(""))'\n\(script)\n".utf8).write(to: URL(filePath: draft))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: draft)
    try #require(unsafe rename(draft, place(name)) == 0)
  }

  func place(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  func text(_ name: String) -> String? { try? String(contentsOfFile: place(name), encoding: .utf8) }

  // MARK: The command line

  func call(_ arguments: String...) async throws -> JSONValue {
    let ended = try await OperatorBinary.run(
      arguments + ["-o", "json"], ["SEKISHO_URL": address, "SEKISHO_TOKEN": token])
    try #require(ended.code == 0, "\(arguments): \(ended.errors)")
    return try JSONValue(parsing: Array(ended.output.utf8))
  }

  /// The tasks of the command line's list, when they are as wanted; the test's time limit is the bound.
  func tasks(when holds: ([JSONValue]) -> Bool) async throws -> [JSONValue] {
    while true {
      try Task.checkCancellation()
      let tasks = try #require(try await call("task", "list")["data"]?.arrayValue)
      if holds(tasks) { return tasks }
    }
  }

  // MARK: Files

  private static let errand = """
    workflow: errand
    title: {en: Errand, ja: 用務}
    key: ER-{sequence:5}
    create: {by: [clerk]}
    search: {subject: data.subject}
    data:
      type: object
      additionalProperties: false
      required: [subject]
      properties:
        subject: {type: string, maxLength: 100, title: {en: Subject, ja: 件名}}
        answer: {type: string, maxLength: 100, title: {en: Answer, ja: 回答}}
    roles: {clerk: {title: {en: Clerk, ja: 担当}}}
    states:
      open: {title: {en: Open, ja: 対応中}, initial: true}
      closed: {title: {en: Closed, ja: 完了}, final: true}
    transitions:
      run:
        title: {en: Run, ja: 実行}
        from: open
        to: $same
        by: clerk
        effects: [{task: {name: program, kind: command, to: program, with: {}, on: {done: hear}}}]
      ask:
        title: {en: Ask, ja: 照会}
        from: open
        to: $same
        by: clerk
        effects: [{task: {name: question, kind: webhook, to: finance, with: {}, on: {done: hear}}}]
      tell:
        title: {en: Tell, ja: 連絡}
        from: open
        to: $same
        by: clerk
        effects: [{notify: {to: [clerk], message: {en: Come, ja: 窓口へ}}}]
      hear:
        title: {en: Hear, ja: 受領}
        from: open
        to: closed
        by: system
        effects: [{set: {answer: "string(result.answer)"}}]

    """

  private static let cast = """
    cast: office
    units: [{code: office, title: {en: Office, ja: 役所}}]
    positions: [{code: desk, title: {en: Desk, ja: 窓口}, unit: office, roles: [clerk]}]
    people:
      - {code: admin, name: {en: Admin, ja: 管理者}, email: admin@example.jp, positions: [desk]}
      - {code: second, name: {en: Second, ja: 副管理者}, email: second@example.jp, positions: [desk]}

    """
}
