import Diagnostics
import JSON
import Testing
import Workflows

@testable import Authoring

@Suite struct HistoryReplayTests {
  private static let text = Samples.text(
    """
    draft: {title: {en: Draft, ja: 起案}, initial: true}
    circulating:
      title: {en: In review, ja: 審議}
      review:
        stages: [{name: one, title: {en: One, ja: 一}, by: chief, quorum: all}]
        on: {approved: decided, returned: draft, rejected: done}
    decided: {title: {en: Decided, ja: 決定}}
    done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    """,
    """
    submit: {title: {en: Submit, ja: 提出}, from: draft, to: circulating, by: clerk, effects: [{open: report}]}
    close: {title: {en: Close, ja: 完了}, from: decided, to: done, by: clerk}
    """)

  private static func entry(_ event: String, _ role: String?, _ body: String) throws -> HistoryRecord {
    var object: [String: JSONValue] = [
      "event": .string(event), "body": try JSONValue(parsing: Array(body.utf8)), "at": "2026-04-01T00:00:00Z",
    ]
    if let role { object["role"] = .string(role) }
    return try #require(HistoryRecord(.object(object)))
  }

  private static func life() throws -> [HistoryRecord] {
    [
      try entry("created", "clerk", #"{"state": "draft", "data": {}}"#),
      try entry("edit", "clerk", #"{"set": {"note": "a"}}"#),
      try entry("transition", "clerk", #"{"transition": "submit", "from": "draft", "to": "circulating"}"#),
      try entry("vote", "chief", #"{"vote": "approve", "stage": "one"}"#),
      try entry("vote", "chief", #"{"vote": "approve", "stage": "one"}"#),
      try entry("transition", nil, #"{"transition": "circulating.approved", "from": "circulating", "to": "decided"}"#),
      try entry("refused", "clerk", #"{"act": "close"}"#), try entry("duty", "clerk", #"{"duty": "report"}"#),
      try entry(
        "transition", "clerk", #"{"transition": "close", "from": "decided", "to": "done", "set": {"note": "b"}}"#),
    ]
  }

  /// An edit of the definition, and what it would have meant for the item.
  @Test(arguments: [
    ("", "", "fits"), ("by: clerk, effects", "by: chief, effects", "3 other_role"),
    ("by: clerk, effects", "by: clerk, reason: required, effects", "3 reason_missing"),
    ("to: done, by: clerk", "to: done, by: clerk, input: {required: [note]}", "fits"),
    ("by: clerk, effects", "by: clerk, input: {required: [note]}, effects", "3 input_missing"),
    ("approved: decided", "approved: draft", "6 leads_elsewhere"), ("  submit:", "  send:", "3 unknown_activity"),
    ("effects: [{open: report}]", "effects: []", "8 not_possible"),
    ("from: decided, to", "from: draft, to", "9 not_possible"),
  ])
  func saysWhatWouldHaveGoneOtherwise(find: String, replace: String, verdict: String) throws {
    let text = find.isEmpty ? Self.text : Self.text.replacing(find, with: replace)
    #expect(find.isEmpty || text != Self.text)
    var replay = HistoryReplay(try Samples.load(text))
    replay.take("S-0001", try Self.life())
    #expect(replay.report.short == [verdict])
    #expect(replay.report.lines(.ja).isEmpty == false)
  }

  @Test func renamedStatesAndRolesAreTheSame() throws {
    let renamed = Self.text.replacing("decided", with: "settled").replacing("circulating", with: "review")
      .replacing("clerk", with: "officer").replacing("  review:\n    stages", with: "  review:\n    stages")
    let text = renamed + "\nmigrate: {states: {decided: settled, circulating: review}, roles: {clerk: officer}}"
    var replay = HistoryReplay(try Samples.load(text))
    replay.take("S-0001", try Self.life())
    #expect(replay.report.short == ["fits"])
    var strict = HistoryReplay(try Samples.load(renamed))
    strict.take("S-0001", Array(try Self.life().prefix(3)))
    #expect(strict.report.short == ["3 other_role"])
  }

  @Test func correctionsPlaceAndAbandonedItemsEnd() throws {
    let text = Self.text + "\nabandon: done"
    var replay = HistoryReplay(try Samples.load(text))
    replay.take("A", [try Self.entry("corrected", "clerk", #"{"to": "decided"}"#)] + (try Self.life().suffix(1)))
    replay.take("B", [try Self.entry("transition", nil, #"{"transition": "abandon", "from": "draft", "to": "done"}"#)])
    replay.take("C", [])
    #expect(replay.report.short == ["fits", "fits", "incomplete"])
    #expect(HistoryRecord(["event": "transition", "body": [:]]) == nil)
  }
}
