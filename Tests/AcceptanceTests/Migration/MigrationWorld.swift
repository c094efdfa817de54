import Foundation
import FoundationNetworking
import JSON
import Postgres
import PostgresTesting
import Testing

/// A database with one small flow and many running items of it, behind the real server.
struct MigrationWorld {
  let folder: URL
  let database: TestDatabase
  let owner: PostgresConnection
  let environment: [String: String]
  let admin: String

  /// Fills a fresh database by the operator's own commands.
  static func with(_ body: (MigrationWorld) async throws -> Void) async throws {
    try await OperatorBinary.withFolder { folder in
      try write(ticket, to: folder, "ticket.yaml")
      try write(cast, to: folder, "cases/cast.yaml")
      for empty in ["calendars", "parameters"] {
        try FileManager.default.createDirectory(
          at: folder.appending(path: empty), withIntermediateDirectories: true)
      }
      try await withTestDatabase { database in
        let environment = ["SEKISHO_DATABASE_URL": database.connectionString()]
        let migrated = try await OperatorBinary.run(["db", "migrate"], environment)
        try #require(migrated.code == 0, "\(migrated.errors)")
        let made = try await OperatorBinary.run(
          [
            "db", "bootstrap", "--kind", "test", "--administrator", "admin", "--folder",
            folder.path(percentEncoded: false),
          ], environment)
        try #require(made.code == 0, "\(made.errors)")
        let owner = try await database.connect()
        let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
        try await body(
          MigrationWorld(
            folder: folder, database: database, owner: owner, environment: environment, admin: token))
        await owner.close()
      }
    }
  }

  private static func write(_ text: String, to folder: URL, _ path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  // MARK: The server

  func serve() async throws -> (server: RunningBinary, address: URL) {
    let server = try RunningBinary(["serve", "--port", "0"], environment)
    let line = try await server.line(with: "listening on")
    let words = line.split(separator: " ").first { $0.hasPrefix("http://") }
    return (server, try #require(URL(string: String(words ?? ""))))
  }

  func send(
    _ method: String, _ address: URL, _ path: String, as token: String? = nil, _ body: String = "", type: String
  ) async throws -> JSONValue {
    var request = URLRequest(url: try #require(URL(string: address.absoluteString + path)))
    request.httpMethod = method
    request.setValue("Bearer \(token ?? admin)", forHTTPHeaderField: "Authorization")
    request.setValue(type, forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(body.utf8)
    let (status, text) = try await Curl.send(request)
    try #require((200..<300).contains(status), "\(method) \(path): \(text)")
    return try JSONValue(parsing: Array(text.utf8))
  }

  func post(_ address: URL, _ path: String, _ json: JSONValue, as token: String? = nil) async throws -> JSONValue {
    try await send("POST", address, path, as: token, json.canonicalText, type: "application/json")
  }

  // MARK: Items

  /// A draft, one at work and one in review, by the API; then copies of them, each a family of its own with its code
  /// and the entries of its life.
  func fill(_ address: URL, drafts: Int, working: Int, reading: Int) async throws {
    var places: [(code: String, copies: Int)] = []
    for (acts, copies) in [([], drafts), (["start"], working), (["start", "submit"], reading)] {
      let made = try await post(
        address, "/v1/items", ["workflow": "ticket", "data": ["subject": "端末の故障", "level": 3]])
      let code = try #require(made["code"]?.stringValue)
      for act in acts { _ = try await post(address, "/v1/items/\(code)/transitions", ["act": .string(act)]) }
      places.append((code, copies - 1))
    }
    for (code, copies) in places { try await copy(code, copies) }
  }

  private func copy(_ code: String, _ count: Int) async throws {
    try await owner.script("create temporary table if not exists fresh (number int, id uuid)")
    try await owner.script("truncate fresh")
    _ = try await owner.query("insert into fresh select n, gen_random_uuid() from generate_series(1, \(count)) n")
    _ = try await owner.query(
      """
      insert into item select f.id, f.id, i.parent, i.code || '-' || f.number, i.workflow, i.definition, i.state,
        i.version, i.data, i.runtime, i.unit, i.party, i.creator_person, i.creator_position, i.subject, i.amount, i.day,
        i.is_final, i.created_at, i.entered_at, i.updated_at
      from item i, fresh f where (i.family, i.id) = (select family, id from item_code where code = \(code))
      """)
    _ = try await owner.query(
      "insert into item_code select \(code) || '-' || f.number, f.id, f.id from fresh f")
    _ = try await owner.query(
      """
      insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
        ordinal)
      select gen_random_uuid(), f.id, f.id, h.version, h.at, h.event, h.person, h.position, h.behalf, h.role,
        h.definition, h.body, h.ordinal
      from history h, fresh f where h.item = (select id from item_code where code = \(code))
      """)
  }

  func count(_ query: SQL) async throws -> Int64 { try await owner.query(query).single.get(0) }

  // MARK: Files

  /// The level is called otherwise, and the review asks for more: what is in review stays behind.
  static var next: String {
    ticket.replacing("level:", with: "grade:").replacing("[level]", with: "[grade]")
      .replacing("content: [subject]", with: "content: [subject, grade]")
      .replacing("roles:\n", with: "migrate: {fields: {level: grade}, states: {work: repair}}\nroles:\n")
      .replacing("  work:", with: "  repair:").replacing("to: work", with: "to: repair")
      .replacing("from: work", with: "from: repair").replacing("returned: work", with: "returned: repair")
  }

  private static let ticket = """
    workflow: ticket
    title: {en: Ticket, ja: 依頼}
    key: TK-{sequence:5}
    create: {by: [clerk], input: {required: [subject], optional: [level]}}
    search: {subject: data.subject}
    data:
      type: object
      additionalProperties: false
      required: [subject]
      properties:
        subject: {type: string, maxLength: 100, title: {en: Subject, ja: 件名}}
        level: {type: integer, minimum: 1, maximum: 5, title: {en: Level, ja: 重要度}}
    roles:
      clerk: {title: {en: Clerk, ja: 担当}}
      head: {title: {en: Head, ja: 課長}}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      work: {title: {en: Work, ja: 作業}, deadlines: {end: {after: 30, unit: calendar_days, escalate: [{after: 0, to: [head]}]}}}
      reading:
        title: {en: Reading, ja: 審査}
        review:
          content: [subject]
          stages: [{name: head, title: {en: Head, ja: 課長}, by: head, quorum: any}]
          on: {approved: done, returned: work, rejected: done}
      done: {title: {en: Done, ja: 完了}, final: true}
    transitions:
      start: {title: {en: Start, ja: 開始}, from: draft, to: work, by: clerk}
      submit: {title: {en: Submit, ja: 提出}, from: work, to: reading, by: clerk}

    """

  private static let cast = """
    cast: office
    units: [{code: office, title: {en: Office, ja: 役所}}]
    positions:
      - {code: desk, title: {en: Desk, ja: 窓口}, unit: office, roles: [clerk]}
      - {code: chief, title: {en: Chief, ja: 長}, unit: office, roles: [head]}
    people:
      - {code: admin, name: {en: Admin, ja: 管理者}, positions: [desk]}
      - {code: second, name: {en: Second, ja: 副管理者}, positions: [chief]}

    """
}
