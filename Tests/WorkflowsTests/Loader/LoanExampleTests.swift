import Diagnostics
import JSON
import Testing

@testable import Workflows

/// The loan of LANGUAGE.md, as it stands there, loads and runs.
@Suite struct LoanExampleTests {
  static let limit = """
    parameter: loan-limit
    title: {en: Limit of a loan, ja: 貸出の上限}
    value: {type: integer, minimum: 0, x-unit: JPY}
    values: [{from: 2020-04-01, source: house rule, value: 300000}]
    """

  static func library() throws -> Library {
    let text = try #require(try Shipped.example(containing: "workflow: equipment-loan"))
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(
        workflows: [SourceFile(name: "equipment-loan.yaml", text: text)], calendars: try Shipped.files("calendars"),
        parameters: [SourceFile(name: "loan-limit.yaml", text: limit)]))
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    return library
  }

  static let directory: Directory = {
    var directory = Directory()
    let title = Text(verbatim: "x")
    directory.add(Unit(code: "office", title: title, parent: nil))
    directory.add(Position(code: "staff", title: title, unit: "office", roles: ["borrower"]))
    directory.add(Position(code: "stock", title: title, unit: "office", roles: ["keeper", "borrower"]))
    for (person, position) in [("tanaka", "staff"), ("suzuki", "stock")] {
      directory.add(Person(code: PersonCode(person), name: Text(verbatim: person), email: nil))
      directory.add(
        Membership(person: PersonCode(person), position: PositionCode(position), period: Period()))
    }
    return directory
  }()

  /// A loan, and the world it lives in.
  struct Loan {
    var world: Simulation
    let id: ItemID

    var item: Item? { world.items[id] }
    var dueDays: [String] { item?.runtime.deadlines.map(\.due.day.description) ?? [] }

    init(by person: PersonCode = "tanaka") throws {
      let start = try #require(Instant(tokyo: "2026-04-10T10:00"))
      world = Simulation(library: try library(), directory: directory, now: start)
      let new = NewItem(workflow: "equipment-loan", parent: nil, data: ["subject": "検査用端末", "value": 120_000])
      let echo = world.perform(StepRequest(item: nil, event: .create(new), actor: Actor(person: person)))
      guard case .accepted(let changes) = echo.result else { throw Refused() }
      id = changes.subject
    }

    struct Refused: Error {}

    mutating func perform(_ event: Event, by person: PersonCode) -> Refusal? {
      let result = world.perform(StepRequest(item: id, event: event, actor: Actor(person: person))).result
      if case .refused(let refusal) = result { return refusal }
      return nil
    }

    mutating func act(_ name: TransitionName, by person: PersonCode) -> Refusal? {
      perform(.act(name, input: [:], reason: nil), by: person)
    }

    mutating func attachPledge() -> Refusal? {
      let fact = DocumentFact(
        sha256: ContentDigest.hash(of: [1]), name: "pledge.pdf", media: "application/pdf", size: 1, at: world.now,
        by: "tanaka")
      return perform(.attach("pledge", fact), by: "tanaka")
    }

    mutating func setDue(_ day: String) -> Refusal? {
      perform(.edit(["due_on": .string(day)], reason: nil), by: "tanaka")
    }
  }

  @Test func runsFromDraftToReturned() throws {
    var loan = try Loan()
    #expect(loan.item?.code == "LN-2026-000001")
    #expect(loan.item?.state == "draft")

    let dated = loan.setDue("2026-05-01")
    #expect(dated == nil)
    let without = loan.act("lend", by: "suzuki")
    let blocked = try #require(without)
    #expect(blocked.kind == .blocked)
    #expect(blocked.reasons.map(\.expression) == ["size(documents.pledge) > 0"])
    #expect(blocked.reasons.map(\.message.ja) == ["借用書を添付してください"])
    #expect(blocked.reasons.map(\.metBy) == [["borrower"]])

    let byBorrower = loan.act("lend", by: "tanaka")
    let denied = try #require(byBorrower)
    #expect(denied.kind == .denied)
    #expect(denied.reasons.map(\.code) == [.role])
    #expect(denied.reasons.first?.metBy == ["keeper"])

    let attached = loan.attachPledge()
    #expect(attached == nil)
    let lent = loan.act("lend", by: "suzuki")
    #expect(lent == nil)
    #expect(loan.item?.state == "lent")
    #expect(loan.dueDays == ["2026-05-01"])
    let back = loan.act("give_back", by: "suzuki")
    #expect(back == nil)
    #expect(loan.item?.state == "returned")
    #expect(loan.item?.runtime.outcome == "returned")
  }

  /// One person may hold both roles, but not act in both on one loan.
  @Test func separatesBorrowerAndKeeper() throws {
    var loan = try Loan(by: "suzuki")
    let answer = loan.act("lend", by: "suzuki")
    let refusal = try #require(answer)
    #expect(refusal.kind == .denied)
    #expect(refusal.reasons.map(\.code) == [.dutiesSeparated])
  }

  @Test func aLateLoanIsEscalated() throws {
    var loan = try Loan()
    _ = loan.attachPledge()
    _ = loan.setDue("2026-05-02")
    _ = loan.act("lend", by: "suzuki")
    // Saturday 2 May rolls over Golden Week to Thursday 7 May.
    #expect(loan.dueDays == ["2026-05-07"])
    let echo = loan.world.advance(to: try #require(Instant(tokyo: "2026-05-09T09:00")))
    #expect(echo.entries.map(\.event) == [.reminder, .escalation])
  }

  @Test func theParameterOfTheLanguagePageLoads() throws {
    let text = try #require(try Shipped.example(containing: "parameter: direct-award-ceiling"))
    let (parameter, diagnostics) = loadParameter(SourceFile(name: "ceiling.yaml", text: text))
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    let day = try #require(Day("2026-04-01"))
    #expect(parameter?.value(["purchase"], on: day) == 3_000_000)
    #expect(parameter?.value(["purchase"], on: try #require(Day("2025-03-31"))) == nil)
  }
}
