import Diagnostics
import JSON
import Logging
import Postgres
import PostgresTesting
import Testing
import Workflows

@testable import Engine

/// One flow in which everything of the engine can happen, and few people: for tests of the engine's own behaviour.
struct SmallWorld: Sendable {
  let engine: WorkflowEngine
  let owner: PostgresConnection
  let database: TestDatabase

  static func person(_ code: PersonCode, party: PartyCode? = nil, _ scopes: Set<Scope> = [.read, .write]) -> Caller {
    Caller(person: code, party: party, scopes: scopes)
  }

  static let tanaka = person("tanaka")
  static let mori = person("mori")
  static let suzuki = person("suzuki")
  static let kimura = person("kimura")
  static let nakamura = person("nakamura")
  static let vendor = person("vendor", party: "acme")
  static let rival = person("rival", party: "other")
  static let admin = person("admin", Set(Scope.allCases))
  static let second = person("second", Set(Scope.allCases))

  /// 2026-04-06 10:00 in Tokyo, a Monday.
  static let start = Instant(microseconds: 1_775_437_200_000_000)

  static func with(_ body: @Sendable (SmallWorld) async throws -> Void) async throws {
    try await withTestDatabase(template) { database in
      let owner = try await database.connect()
      let engine = WorkflowEngine(database.configuration, connections: 4, logger: .quiet)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await engine.run() }
        do {
          try await body(SmallWorld(engine: engine, owner: owner, database: database))
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

  // MARK: Acts

  /// A new loan of tanaka's.
  @discardableResult
  func loan(
    _ data: [String: JSONValue] = ["subject": "端末", "value": 5, "vendor": "acme"], as caller: Caller = tanaka
  ) async throws -> Receipt {
    try Self.done(await Self.attempt { try await engine.create("loan", data: data, as: caller) })
  }

  /// A loan with its pledge, voted for and lent.
  func lent() async throws -> Receipt {
    let loan = try await loan()
    try await pledge(loan)
    try await act("request", on: loan, as: Self.tanaka)
    return try await act("approve", on: loan, as: Self.kimura)
  }

  @discardableResult
  func pledge(_ loan: Receipt, _ text: String = "pledge") async throws -> Receipt {
    try Self.done(
      await Self.attempt {
        try await engine.attach(
          .id(loan.item), slot: "pledge", name: "pledge.txt", media: "text/plain", content: Array(text.utf8),
          as: Self.tanaka)
      })
  }

  @discardableResult
  func act(
    _ name: TransitionName, on loan: Receipt, as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws -> Receipt {
    try Self.done(try await engine.advance(.id(loan.item), name, as: caller, options))
  }

  private static func attempt(_ body: () async throws -> SubmissionResult) async throws -> SubmissionResult {
    try await body()
  }

  static func done(_ result: SubmissionResult) throws -> Receipt {
    switch result {
    case .done(let receipt): return receipt
    case .refused(let refusal): throw Unexpected(text: refusal.answer.canonicalText)
    case .failed(let error): throw Unexpected(text: "\(error.code): \(error.message.en)")
    }
  }

  struct Unexpected: Error {
    let text: String
  }

  /// Entries with their bodies, in order of their making.
  func entries(_ condition: SQLFragment = "true") async throws -> [(event: String, person: String?, body: JSONValue)] {
    try await owner.query("select event, person, body from history where \(condition) order by entry_id").map { row in
      (try row.get(0), try row.get(1), try JSONValue(parsing: try row.get(2, as: String.self)))
    }
  }

  func count(_ query: SQL) async throws -> Int64 { try await owner.query(query).single.get(0) }

  func settle() async throws {
    while try await engine.drain() > 0 {}
  }

  // MARK: What is deployed

  static let definition = SourceFile(name: "loan.yaml", text: text)
  static let library = loadLibrary(LibraryFiles(workflows: [definition]))

  static let template = DatabaseTemplate("small") { connection in
    _ = try await SchemaMigrations.migrator().migrate(connection)
    let loaded = library
    for diagnostic in loaded.diagnostics { Issue.record("\(diagnostic.rendered(.en))") }
    let definition = try #require(loaded.library.definition("loan"))
    _ = try await Bootstrap(
      kind: .test, artifacts: [ArtifactFile(kind: .workflow, name: "loan", hash: definition.hash, source: text)],
      directory: directory, administrator: "admin"
    ).run(connection)
    try await Bootstrap.setClock(to: start, connection)
  }

  static let directory: Directory = {
    var directory = Directory()
    directory.add(Unit(code: "office", title: Text(en: "Office", ja: "局"), parent: nil))
    directory.add(Unit(code: "section", title: Text(en: "Section", ja: "課"), parent: "office"))
    for (position, person, roles) in [
      ("borrower-1", "tanaka", ["borrower"]), ("borrower-2", "mori", ["borrower", "keeper"]),
      ("keeper-1", "suzuki", ["keeper"]), ("chief-1", "kimura", ["chief"]), ("chief-2", "nakamura", ["chief"]),
      ("admin-1", "admin", ["corrector"]), ("admin-2", "second", ["corrector"]),
    ] as [(PositionCode, PersonCode, Set<RoleName>)] {
      directory.add(
        Position(code: position, title: Text(en: position.text, ja: "職"), unit: "section", roles: roles))
      directory.add(Person(code: person, name: Text(en: person.text, ja: "人"), email: "\(person)@example.jp"))
      directory.add(Membership(person: person, position: position, period: Period()))
    }
    for (party, person) in [("acme", "vendor"), ("other", "rival")] as [(PartyCode, PersonCode)] {
      directory.add(
        Party(code: party, name: Text(en: party.text, ja: "業者"), corporateNumber: nil, registrationNumber: nil))
      directory.add(
        Person(code: person, name: Text(en: person.text, ja: "担当"), email: nil, party: party, partyRoles: ["vendor"]))
    }
    return directory
  }()

  private static let text = """
    workflow: loan
    title: {en: Loan, ja: 貸出}
    key: LN-{fiscal_year}-{sequence:6}
    create: {by: [borrower]}
    search: {subject: data.subject, amount: data.value, party: data.vendor}
    keys: {same: [data.subject]}
    data:
      type: object
      additionalProperties: false
      required: [subject, value]
      properties:
        subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
        value: {type: integer, minimum: 0, x-unit: JPY, x-visible: [internal], title: {en: Value, ja: 価格}}
        vendor: {type: string, maxLength: 50, title: {en: Vendor, ja: 業者}}
        due_on: {type: string, format: date, title: {en: Due on, ja: 返却期限}}
        broken: {type: boolean, title: {en: Broken, ja: 破損}}
    documents:
      pledge: {title: {en: Pledge, ja: 借用書}, media: [text/plain], by: [borrower]}
      memo: {title: {en: Memo, ja: 内部資料}, media: [text/plain], by: [borrower], visible: [internal]}
    roles:
      borrower: {title: {en: Borrower, ja: 借受者}, held_by: position}
      keeper: {title: {en: Keeper, ja: 管理者}, held_by: position, excludes: [borrower]}
      chief: {title: {en: Chief, ja: 課長}, held_by: position, excludes: [borrower]}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: borrower, fields: all}]}
      requested:
        title: {en: Requested, ja: 申請中}
        review:
          content: [subject, value]
          stages: [{name: chief, title: {en: Chief, ja: 課長}, by: chief, quorum: any}]
          on: {approved: lent, returned: draft, rejected: declined}
      lent:
        title: {en: Lent, ja: 貸出中}
        edit: [{by: keeper, fields: [broken, due_on]}]
        deadlines:
          return: {after: 14, unit: calendar_days, remind: [{before: 3, unit: calendar_days}], do: lapse}
      shipping: {title: {en: Being shipped, ja: 発送中}}
      overdue: {title: {en: Overdue, ja: 延滞}}
      returned: {title: {en: Returned, ja: 返却済}, final: true, outcome: returned}
      declined: {title: {en: Declined, ja: 却下}, final: true, outcome: declined}
    transitions:
      request:
        title: {en: Request, ja: 申請する}
        from: draft
        to: requested
        by: borrower
        guard:
          - require: size(documents.pledge) > 0
            else: {en: Attach the pledge, ja: 借用書を添付してください}
            met_by: [borrower]
          - require: data.value < 1000000
            else: {en: Too valuable to lend, ja: 貸出には高価すぎます}
            met_by: [borrower]
      ship:
        title: {en: Ship, ja: 発送する}
        from: lent
        to: shipping
        by: keeper
        effects:
          - task: {name: parcel, kind: external, to: carrier, with: {code: item.code}, on: {done: arrive, failed: lose}}
      announce:
        title: {en: Announce, ja: 通知する}
        from: lent
        to: $same
        by: keeper
        effects:
          - task: {name: announcement, kind: webhook, to: finance, with: {subject: data.subject}}
          - notify: {to: [borrower], message: {en: Announced, ja: 通知しました}}
      run:
        title: {en: Run, ja: 実行する}
        from: lent
        to: $same
        by: keeper
        effects:
          - task: {name: program, kind: command, to: program, with: {subject: data.subject}, on: {done: arrive_back}}
      arrive: {title: {en: Arrive, ja: 到着}, from: shipping, to: lent, by: system}
      arrive_back: {title: {en: Ran, ja: 実行済}, from: lent, to: $same, by: system}
      lose: {title: {en: Lose, ja: 紛失}, from: shipping, to: returned, by: system}
      lapse: {title: {en: Lapse, ja: 延滞となる}, from: lent, to: overdue, by: system}
      give_back:
        title: {en: Take back, ja: 返却を受ける}
        from: [lent, overdue]
        to: returned
        by: keeper
        input: {optional: [due_on]}
      scrap: {title: {en: Scrap, ja: 廃棄}, from: lent, to: returned, when: "has(data.broken) && data.broken"}

    """
}

/// A day as tests write it.
extension Day: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = Day(value) ?? Day(number: 0) }
}
