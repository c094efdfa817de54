import Diagnostics
import JSON
import Testing
import YAML

@testable import Workflows

@Suite struct CaseTests {
  static func scenario(_ steps: String) throws -> ScenarioCase {
    let library = loadLibrary(
      LibraryFiles(
        workflows: [SourceFile(name: "loan.yaml", text: SampleDefinition.text), SampleDefinition.project],
        calendars: [SampleDefinition.calendar], parameters: [SampleDefinition.limit])
    ).library
    let (scenario, diagnostics) = loadCase(
      SourceFile(name: "case.yaml", text: SampleCase.steps(steps)), library: library,
      directory: loadCast(SourceFile(name: "cast.yaml", text: SampleCast.text)).cast?.directory)
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    return try #require(scenario)
  }

  @Test func readsEveryKindOfStep() throws {
    let scenario = try Self.scenario(
      """
      - {attach: pledge, on: loan, by: tanaka/clerk, file: {name: p.pdf, media: application/pdf, text: 借用}}
      - {edit: {kind: laptop, post: null}, on: loan, by: tanaka, reason: 訂正}
      - {do: submit, on: loan, by: tanaka, expect: {refused: blocked, because: [pledge, 借用書]}}
      - {vote: return, on: loan, by: suzuki, reason: 不備}
      - {do: open, on: loan, by: suzuki}
      - {create: loan, as: other, by: tanaka, data: {subject: 端末, value: 2}}
      - {link: {from: loan, to: other, relation: cites}, by: tanaka}
      - {delegate: {from: suzuki, to: tanaka, roles: [keeper], until: 2026-12-31, max_amount: 5}}
      - {absent: {person: suzuki, until: 2026-04-20}}
      - {move: {person: suzuki, from: keeper, to: clerk}}
      - {task: {name: label, result: {printer: a}}, on: loan}
      - {task: {name: label, failed: true}, on: loan, at: 2026-04-11T08:30}
      - {at: 2026-05-07, expect: {loan: {state: lent, version: 4, open_duties: [report]}, loan.project: {outcome: done}}}
      """)
    #expect(scenario.start.tokyoRFC3339 == "2026-04-10T10:00:00+09:00")
    let actions = scenario.steps.map(\.action)
    #expect(actions.count == 14)
    guard case .create(let item)? = actions[0], case .attach("pledge", let file, _, let actor)? = actions[1],
      case .edit(let changes, _, _, "訂正")? = actions[2], case .act("submit", let on, _, _, nil)? = actions[3],
      case .act("return", _, _, _, "不備")? = actions[4], case .open? = actions[5],
      case .link(_, let to, "cites", _)? = actions[7], case .delegate(let delegation)? = actions[8],
      case .absent(let absence)? = actions[9], case .move("suzuki", "keeper", "clerk")? = actions[10],
      case .endTask("label", _, ["printer": "a"], false)? = actions[11], case .endTask(_, _, _, true)? = actions[12]
    else {
      Issue.record("\(actions)")
      return
    }
    #expect(item.alias == "loan" && item.by == Actor(person: "tanaka"))
    #expect(item.data == ["subject": "端末", "value": 1])
    #expect(actor == Actor(person: "tanaka", position: "clerk"))
    #expect(file.bytes == Array("借用".utf8))
    #expect(changes == ["kind": .string("laptop"), "post": nil])
    #expect(on == ScenarioReference(alias: "loan") && to == ScenarioReference(alias: "other"))
    #expect(delegation.maxAmount == 5 && delegation.roles == ["keeper"])
    #expect(absence.period.to == Day("2026-04-20"))
    #expect(scenario.steps[12].at?.tokyoRFC3339 == "2026-04-11T08:30:00+09:00")
  }

  @Test func readsExpectations() throws {
    let scenario = try Self.scenario(
      """
      - do: submit
        on: loan
        by: tanaka
        expect: {refused: denied, because: 起案者, state: draft, data: {value: 1, kind: null}, effects: [timer back 2026-05-01, notify borrower]}
      - {at: 2026-05-07, expect: {loan: {state: lent, effects: [escalate back keeper]}, loan.project: {outcome: done}}}
      """)
    let first = scenario.steps[1].expectation
    #expect(first.refusal == .denied)
    #expect(first.because.map(\.value) == ["起案者"])
    #expect(first.subject.state?.value == "draft")
    #expect(first.subject.data.values.contains(.null))
    #expect(first.subject.effects.map(\.value) == [.init(.timer, "back", "2026-05-01"), .init(.notify, "borrower")])
    let last = scenario.steps[2]
    #expect(last.action == nil)
    #expect(last.expectation.items.map(\.reference.description) == ["loan", "loan.project"])
    #expect(last.expectation.items.first?.item.effects.map(\.value) == [.init(.escalate, "back", "keeper")])
  }

  @Test(arguments: [
    ("timer back", "timer back 2026-05-01", true), ("timer back 2026-05-02", "timer back 2026-05-01", false),
    ("notify", "notify borrower", true), ("notify keeper", "notify borrower", false), ("round", "round", true),
    ("timer", "remind back", false), ("remind back keeper", "remind back keeper 2026-05-01", true),
    ("escalate back keeper 2026-05-02", "escalate back keeper 2026-05-01", false),
  ])
  func fewerWordsMatchMore(expected: String, actual: String, matches: Bool) throws {
    let wanted = try #require(ScenarioEffect(expected))
    #expect(wanted.matches(try #require(ScenarioEffect(actual))) == matches)
    #expect(wanted.description == expected)
  }

  @Test(arguments: [
    ("2026-04-10", "2026-04-10T00:00:00+09:00"), ("2026-04-10T09:05", "2026-04-10T09:05:00+09:00"),
    ("2026-04-10T23:59:59", "2026-04-10T23:59:59+09:00"), ("2026-04-10T24:00", nil), ("2026-04-10T9:00", nil),
    ("2026-02-30", nil), ("2026-04-10T", nil), ("2026-04-10 10:00", nil), ("2026-04-10T10:00Z", nil),
  ])
  func momentsAreThoseOfTokyo(text: String, moment: String?) {
    #expect(Instant(tokyo: text)?.tokyoRFC3339 == moment)
  }
}
