import Diagnostics
import Testing
import Workflows
import YAML

@testable import Authoring

@Suite struct MutantTests {
  /// One site of every kind, and the mutants that must come of it.
  static let definition = SourceFile(
    name: "lamp.yaml",
    text: """
      workflow: lamp
      title: {en: Lamp, ja: 灯}
      key: LP-{sequence:4}
      create: {by: [lighter]}
      data:
        type: object
        required: [name, watts]
        properties:
          name: {type: string, title: {en: Name, ja: 名}}
          watts: {type: integer, title: {en: Watts, ja: ワット}}
      roles:
        lighter: {title: {en: Lighter, ja: 点灯者}, held_by: creator}
        warden: {title: {en: Warden, ja: 番人}, excludes: [lighter]}
      states:
        dark: {title: {en: Dark, ja: 消}, initial: true, edit: [{by: lighter, fields: all}]}
        lit:
          title: {en: Lit, ja: 点}
          deadlines:
            burn:
              after: 3
              unit: working_days
              remind: [{before: 1}]
              escalate: [{after: 0, to: [warden]}]
        out: {title: {en: Out, ja: 終}, final: true}
      transitions:
        light:
          title: {en: Light, ja: 点ける}
          from: dark
          to: lit
          by: lighter
          guard:
            - {require: data.watts > 5 && data.name != "", else: {en: Dim, ja: 暗い}}
          effects:
            - set: {name: '"lit"'}
        quench: {title: {en: Quench, ja: 消す}, from: [lit], to: out, by: [lighter, warden], delegable: false, reason: required}
        signal:
          title: {en: Signal, ja: 合図}
          from: lit
          to: $same
          by: warden
          effects:
            - task: {name: call, kind: webhook, to: tower, with: {name: data.name}, on: {done: answered, failed: unanswered}}
        answered: {title: {en: Answered, ja: 応答}, from: lit, to: $same, by: system}
        unanswered: {title: {en: Unanswered, ja: 無応答}, from: lit, to: dark, by: system}
      """)

  static let expected: [(id: String, change: String)] = [
    ("data.required:requirement-dropped:watts", "watts removed"),
    ("roles.lighter.held_by:holder-changed", "creator → position"),
    ("roles.warden.excludes:exclusion-dropped:lighter", "lighter removed"),
    ("states.dark.edit.0:edit-dropped", "right to edit removed"),
    ("states.lit.deadlines.burn.after:amount-changed", "3 → (3) + 1"),
    ("states.lit.deadlines.burn.unit:unit-changed", "working_days → calendar_days"),
    ("states.lit.deadlines.burn.first_day:first-day-changed", "(default) → counted"),
    ("states.lit.deadlines.burn.remind.0:reminder-dropped", "reminder removed"),
    ("states.lit.deadlines.burn.remind.0.before:amount-changed", "1 → 2"),
    ("states.lit.deadlines.burn.escalate.0.to:role-swapped:warden", "warden → lighter"),
    ("transitions.light:transition-removed", "transition removed"),
    ("transitions.light.to:redirected", "lit → out"),
    ("transitions.light.by:role-swapped:lighter", "lighter → warden"),
    (
      "transitions.light.guard.0:guard-dropped", "data.watts > 5 && data.name != \"\" removed"
    ),
    ("transitions.light.guard.0.require:comparison-changed:11:>=", "> → >="),
    ("transitions.light.guard.0.require:constant-changed:13:6", "5 → 6"),
    ("transitions.light.guard.0.require:comparison-changed:28:==", "!= → =="),
    ("transitions.light.effects.0:effect-dropped", "set removed"),
    ("transitions.quench.by:role-dropped:warden", "warden removed"),
    ("transitions.quench.reason:reason-dropped", "reason: required removed"),
    ("transitions.quench.delegable:flag-flipped", "delegable: false → true"),
    ("transitions.signal.effects.0.task.with.name:value-dropped", "value of name removed"),
    ("transitions.signal.effects.0.task.on.done:redirected", "answered → unanswered"),
    ("transitions.signal.effects.0.task.on.failed:branch-dropped", "branch failed removed"),
  ]

  @Test(arguments: expected)
  func isBred(id: String, change: String) throws {
    let mutant = try #require(mutants(of: Self.definition).first { $0.id == "lamp:" + id })
    #expect(mutant.change == change)
    #expect(mutant.place.source.name == "lamp.yaml")
  }

  @Test func operandsAreDroppedOneByOne() {
    let found = ExpressionMutations(condition: "a || b && !c || d in [1, 2]").found.map(\.text)
    #expect(found.contains("((b && !c) || (d in [1, 2]))"))
    #expect(found.contains("a || ((b)) || d in [1, 2]"))
    #expect(found.contains("a || b && (c) || d in [1, 2]"))
    #expect(found.contains("a || b && !c || d in [1]"))
    #expect(found.contains("!(a || b && !c || d in [1, 2])"))
  }

  @Test func everyMutantIsAnotherDefinition() throws {
    let (original, diagnostics) = checkDefinition(Self.definition, against: Library())
    #expect(diagnostics.isEmpty)
    let bred = mutants(of: Self.definition)
    #expect(Set(bred.map(\.id)).count == bred.count)
    for mutant in bred {
      let loaded = checkDefinition(mutant.source, against: Library()).definition
      #expect(loaded?.hash != original?.hash, "\(mutant.id)")
    }
  }

  /// The tree written out again without a change is the definition itself: mutants differ in nothing but their edit.
  @Test func writingChangesNothing() throws {
    let world = try #require(ShippedWorld.shared)
    for file in world.files {
      let node = try #require(YAMLReader().document(file, Findings()))
      let again = SourceFile(name: file.name, bytes: node.value.flowText)
      let (one, two) = (
        checkDefinition(file, against: world.library).definition,
        checkDefinition(again, against: world.library).definition
      )
      #expect(one != nil && one?.hash == two?.hash, "\(file.name)")
    }
  }

  /// A mutant that no case comes by is left to the verifier, which is asked for what it did not find before.
  @Test func theVerifierIsAskedLast() throws {
    let library = loadLibrary(LibraryFiles(workflows: [Self.definition])).library
    let known = MutantTrial.Finding(code: "E301", question: "lamp: state out refuted")
    let trial = MutantTrial(library: library, scenarios: [], directory: Directory()) { library in
      library.definition("lamp")?.transitions["quench"] == nil
        ? [known, .init(code: "E302", question: "lamp: state lit refuted")] : [known]
    }
    let all = mutants(of: Self.definition)
    let removed = try #require(all.first { $0.id == "lamp:transitions.quench:transition-removed" })
    let redirected = try #require(all.first { $0.id == "lamp:transitions.quench.to:redirected" })
    #expect(trial.verdict(on: removed) == .verifier("E302"))
    #expect(trial.verdict(on: redirected) == .survived)
  }

  @Test func everyOperatorSaysWhatItDoes() {
    let words = MutationOperator.allCases.map(\.words)
    #expect(Set(words.map(\.en)).count == words.count && Set(words.map(\.ja)).count == words.count)
  }

  @Test func staleEntriesAreNamed() throws {
    let all = mutants(of: Self.definition)
    let caught = try #require(all.first)
    let file = SourceFile(
      name: "equivalent.yaml",
      text: """
        equivalent_mutants:
          - {mutants: ["\(caught.id)", "lamp:gone"], reason: x}
          - {mutants: "other:of another workflow", reason: y}
        """)
    let (list, diagnostics) = EquivalentMutants.load(file)
    #expect(diagnostics.isEmpty)
    let stale = list.stale(among: all, [.init(mutant: caught, verdict: .loader("E201"))])
    #expect(Set(stale.map(\.code)) == ["M102", "M103"])
  }
}
