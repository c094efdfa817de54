import Testing
import Workflows

@testable import Verifier

/// Each rule about the flow: a definition that breaks it, with exactly what is found, and its repaired twin.
@Suite("Rules about the flow")
struct FlowRuleTests {
  private static let three = """
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      review: {title: {en: Review, ja: 確認}}
      done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    """
  private static func transitions(_ lines: String...) -> String { lines.joined(separator: "\n") }
  private static let submit = "  submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: clerk}"
  private static let approve = "  approve_it: {title: {en: A, ja: 承認}, from: review, to: done, by: chief}"
  private static let finish = "  finish: {title: {en: F, ja: 終える}, from: draft, to: done, by: clerk}"

  private static func guarded(_ name: String, _ from: String, _ to: String, _ condition: String, _ more: String = "")
    -> String
  {
    """
      \(name):
        title: {en: T, ja: 遷移}
        from: \(from)
        to: \(to)
        by: chief
        \(more.isEmpty ? "reason: optional" : more)
        guard:
          - {require: '\(condition)', else: {en: No, ja: 不可}}
    """
  }

  private static func automatic(_ name: String, _ from: String, _ to: String, _ condition: String) -> String {
    "  \(name): {title: {en: T, ja: 遷移}, from: \(from), to: \(to), when: '\(condition)'}"
  }

  @Test("E301 a state that no item can reach")
  func unreachable() throws {
    var sample = Sample(states: Self.three, transitions: Self.transitions(Self.finish, Self.approve))
    #expect(
      try Sample.verify([sample]).findings == [
        "E301 refuted state review", "E303 refuted transition approve_it",
      ])
    sample.transitions = Self.transitions(Self.finish, Self.submit, Self.approve)
    #expect(try Sample.verify([sample]).findings == [])
  }

  @Test("E302 a state without a way to an end")
  func trap() throws {
    var sample = Sample(states: Self.three, transitions: Self.transitions(Self.submit, Self.finish))
    #expect(try Sample.verify([sample]).findings == ["E302 refuted state review: draft –submit→ review"])
    sample.transitions += "\n" + Self.approve
    #expect(try Sample.verify([sample]).findings == [])
  }

  @Test(
    "E303 guards that contradict the schema's types and bounds, or one another",
    arguments: [
      ("data.?n.orValue(0) > 10", "data.?n.orValue(0) > 9"),
      ("data.?n.orValue(5) < 0", "data.?n.orValue(5) < 1"),
      ("data.?n.orValue(0) > 7 && data.?n.orValue(0) < 3", "data.?n.orValue(0) > 7 && data.?n.orValue(0) < 9"),
      ("data.?n.orValue(0) + 1 > 11", "data.?n.orValue(0) + 1 > 10"),
      ("has(data.n) && !has(data.n)", "has(data.n) || !has(data.n)"),
      ("data.?n.orValue(1) in [11, 12]", "data.?n.orValue(1) in [10, 11]"),
      ("size(documents.paper) < 0", "size(documents.paper) < 1"),
      ("data.?k.orValue(\"a\") == \"b\" && data.?k.orValue(\"a\") == \"c\"", "data.?k.orValue(\"a\") == \"b\""),
      ("data.?n.orValue(0) > data.?m.orValue(100)", "data.?n.orValue(0) > data.?m.orValue(1)"),
      ("today > now && now > today", "today <= now"),
    ])
  func contradiction(_ broken: String, _ repaired: String) throws {
    func sample(_ condition: String) -> Sample {
      Sample(
        data: """
          n: {type: integer, minimum: 0, maximum: 10, title: {en: N, ja: 数}}
              m: {type: integer, minimum: 20, maximum: 100, title: {en: M, ja: 数}}
              k: {enum: [a, b, c], title: {en: K, ja: 種類}}
          """, extra: "documents:\n  paper: {title: {en: Paper, ja: 書類}, by: [clerk]}",
        transitions: Self.transitions(Self.finish, Self.guarded("check_it", "draft", "done", condition)))
    }
    #expect(try Sample.verify([sample(broken)]).findings == ["E303 refuted transition check_it: draft"])
    let twin = try Sample.verify([sample(repaired)])
    // The m of the last pairs is always above n: then only the default can be below.
    #expect(twin.findings == [])
  }

  @Test("E303 what an effect sets contradicts a later guard")
  func effects() throws {
    var sample = Sample(
      states: Self.three,
      transitions: Self.transitions(
        Self.finish,
        "  submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: clerk, effects: [{set: {n: \"3\"}}]}",
        Self.approve, Self.guarded("skip_it", "review", "done", "data.?n.orValue(0) == 4")))
    #expect(
      try Sample.verify([sample]).findings == ["E303 refuted transition skip_it: draft –submit→ review"])
    sample.states = Self.three.replacing(
      "review: {title: {en: Review, ja: 確認}}",
      with: "review: {title: {en: Review, ja: 確認}, edit: [{by: chief, fields: [n]}]}")
    #expect(try Sample.verify([sample]).findings == [])
  }

  @Test("E304 two automatic transitions possible at once")
  func ambiguous() throws {
    func sample(_ other: String) -> Sample {
      Sample(
        states: Self.three,
        transitions: Self.transitions(
          Self.submit, Self.automatic("low", "review", "done", "data.?n.orValue(0) <= 5"),
          Self.automatic("high", "review", "done", other)))
    }
    // An item between the two stays where it is, which E302 does not prove either.
    let found = try Sample.verify([sample("data.?n.orValue(0) >= 5")]).findings
    #expect(found.contains("E304 refuted low and high in review: draft –submit→ review"))
    #expect(found.allSatisfy { $0.hasPrefix("E302") || $0.hasPrefix("E304") }, "\(found)")
    #expect(try Sample.verify([sample("data.?n.orValue(0) > 5")]).findings == [])
  }

  @Test("E305 an automatic cycle that never rests")
  func restless() throws {
    func sample(_ back: String) -> Sample {
      Sample(
        states: Self.three + "\n  again: {title: {en: Again, ja: 再度}}",
        transitions: Self.transitions(
          Self.submit, Self.approve, Self.automatic("there", "review", "again", "data.?n.orValue(0) > 5"),
          "  leave: {title: {en: L, ja: 離れる}, from: again, to: done, by: clerk}", back))
    }
    #expect(
      try Sample.verify([sample(Self.automatic("back", "again", "review", "data.?n.orValue(0) > 3"))]).findings == [
        "E305 refuted automatic transitions of review: draft –submit→ review –there→ again –back→ review",
        "E305 refuted automatic transitions of again: draft –submit→ review –there→ again –back→ review –there→ again",
      ])
    #expect(
      try Sample.verify([
        sample(
          "  back: {title: {en: B, ja: 戻る}, from: again, to: review, when: 'true', effects: [{set: {n: \"0\"}}]}")
      ]).findings == [])
  }

  @Test("E306 an automatic choice that is not exhaustive")
  func gap() throws {
    func sample(_ other: String) -> Sample {
      Sample(
        states: Self.three,
        transitions: Self.transitions(
          Self.submit, Self.automatic("low", "review", "done", "data.?n.orValue(0) < 5"),
          Self.automatic("high", "review", "done", other)))
    }
    let found = try Sample.verify([sample("data.?n.orValue(0) > 5")]).findings
    #expect(
      found == [
        "E302 refuted state draft: draft", "E302 refuted state review: draft –submit→ review",
        "E306 refuted automatic transitions of review: draft –submit→ review",
      ])
    #expect(try Sample.verify([sample("data.?n.orValue(0) >= 5")]).findings == [])
  }
}
