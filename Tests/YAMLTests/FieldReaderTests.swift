import Diagnostics
import Testing

@testable import YAML

/// The shape of a definition loader: one initialiser a record, fields in a row.
@Suite struct FieldReaderTests {
  enum Unit: String, CaseIterable {
    case calendarDays = "calendar_days"
    case workingDays = "working_days"
  }

  struct Deadline: YAMLRecord {
    let after: YAMLScalar
    let unit: Unit
    let reminders: [Int]

    init?(_ fields: FieldReader) {
      let after = fields.required("after", .scalar)
      unit = fields.optional("unit", .word(Unit.self), default: .calendarDays)
      reminders = fields.optional("reminders", .list(of: .int(1...90)), default: [])
      guard let after else { return nil }
      self.after = after
    }
  }

  enum Effect {
    case set([YAMLField<YAMLScalar>])
    case note(String)
  }

  struct State: YAMLRecord {
    let isInitial: Bool
    let deadline: Deadline?
    let roles: [Located<String>]
    let effects: [Effect]

    init?(_ fields: FieldReader) {
      isInitial = fields.optional("initial", .bool, default: false)
      deadline = fields.optional("deadline", .record(Deadline.self))
      roles = fields.optional("by", .oneOrMore(of: .located(.string)), default: [])
      effects = fields.optional(
        "effects",
        .list(
          of: .record { fields in
            fields.exactlyOne(of: [
              "set": .from(.dictionary(of: .scalar), Effect.set), "note": .from(.string, Effect.note),
            ])
          }), default: [])
      fields.atMostOne(of: "initial", "final")
      _ = fields.optional("final", .bool)
    }
  }

  struct Definition: YAMLRecord {
    let name: Located<String>
    let states: [YAMLField<State>]

    init?(_ fields: FieldReader) {
      let name = fields.required("workflow", .located(.string(length: 1...20)))
      let states = fields.required("states", .dictionary(of: .record(State.self)))
      guard let name, let states else { return nil }
      self.name = name
      self.states = states
    }
  }

  static func read(_ yaml: String) throws -> (Definition?, [Diagnostic], Loaded) {
    let loaded = Loaded(yaml)
    let findings = Findings()
    let node = try #require(loaded.node, "\(loaded.codes)")
    let value = YAMLReading.record(Definition.self).read(document: node, findings)
    return (value, findings.diagnostics.inReadingOrder(), loaded)
  }

  @Test func readsAWholeRecord() throws {
    let (definition, findings, loaded) = try Self.read(
      """
      workflow: 貸出
      states:
        draft:
          initial: true
          by: requester
          deadline: {after: 10 + days, unit: working_days, reminders: [3, 1]}
          effects:
            - set: {decided_on: today}
            - note: 済
        done: {final: true, by: [a, b]}
      """)
    #expect(findings.isEmpty)
    let value = try #require(definition)
    #expect(value.name.value == "貸出")
    #expect(value.states.map(\.name.value) == ["draft", "done"])
    #expect(value.states.map { loaded.text($0.name.location) } == ["draft", "done"])
    #expect(value.states[0].value.deadline?.unit == .workingDays)
    #expect(value.states[0].value.deadline?.after.text == "10 + days")
    #expect(value.states[0].value.deadline?.reminders == [3, 1])
    #expect(value.states[0].value.effects.count == 2)
    #expect(value.states[1].value.roles.map(\.value) == ["a", "b"])
  }

  @Test func reportsEveryMistakeInOneRun() throws {
    let (_, findings, loaded) = try Self.read(
      """
      workflow: 12
      staets: {}
      states:
        draft:
          intial: true
          deadline:
            unit: working_day
            reminders: [100, x]
          effects:
            - sett: {a: b}
            - {set: {}, note: n}
            - {}
        done: [a]
        held:
          initial: true
          final: yes
          by:
      """)
    let expected: [(YAMLCode, String)] = [
      (.wrongKind, "12"), (.unknownField, "staets"), (.unknownField, "intial"), (.missingField, "deadline"),
      (.unknownWord, "working_day"), (.outOfRange, "100"), (.wrongKind, "x"), (.unknownField, "sett"),
      (.exclusiveFields, "note"), (.missingField, "{}"), (.wrongKind, "[a]"), (.exclusiveFields, "final"),
      (.wrongKind, "yes"), (.wrongKind, "by"),
    ]
    #expect(findings.map(\.code) == expected.map(\.0.rawValue))
    #expect(findings.map { $0.location.map { loaded.text($0) } } == expected.map(\.1))
    #expect(findings[0].help?.en == "quote it: \"12\"")
    #expect(findings[2].help?.en == "did you mean \"initial\"?")
    #expect(findings[2].notes.first?.message.en == "in states.draft")
    #expect(findings[4].help?.ja == "「working_days」ではありませんか")
    #expect(findings[5].notes.first?.message.en == "in states.draft.deadline.reminders[0]")
    #expect(findings[7].help?.en == "did you mean \"set\"?")
  }

  @Test func aMissingFieldOfTheFileIsDrawnAtItsFirstLine() throws {
    let (definition, findings, loaded) = try Self.read("# 定義\nstates: {}\n")
    #expect(definition == nil)
    #expect(findings.map(\.code) == ["Y502"])
    #expect(findings[0].location.map { loaded.text($0) } == "states: {}")
    #expect(findings[0].message.ja == "項目「workflow」がありません")
  }

  @Test func findingsAreBounded() {
    let findings = Findings(limit: 3)
    for _ in 0..<10 { findings.report(Diagnostic("X000", .error, Text(verbatim: "x"))) }
    #expect(findings.diagnostics.map(\.code) == ["X000", "X000", "X000", "Y599"])
  }
}
