import Diagnostics
import JSON
import Testing
import Workflows

@testable import Authoring

@Suite struct DiffTests {
  private static let old = Samples.text(
    """
    draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: clerk, fields: [note]}]}
    circulating:
      title: {en: In review, ja: 審議}
      review:
        stages: [{name: one, title: {en: One, ja: 一}, by: chief, quorum: any}]
        on: {approved: decided, returned: draft, rejected: done}
    decided:
      title: {en: Decided, ja: 決定}
      deadlines: {file: {after: 10, unit: working_days, escalate: [{after: 0, to: [clerk]}]}}
    done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    """,
    """
    submit:
      title: {en: Submit, ja: 提出}
      from: draft
      to: circulating
      by: [clerk, chief]
      guard: [{require: has(data.note), else: {en: Note, ja: メモ}, source: 要綱1条}]
      effects: [{open: report}]
    close: {title: {en: Close, ja: 完了}, from: [draft, decided], to: done, by: clerk}
    """)

  /// An edit of the text, and the lines that say it.
  @Test(
    arguments: [
      ("# a comment\n", "", "", []),
      ("", "by: [clerk, chief]", "by: [chief, clerk]", []),
      ("", "by: [clerk, chief]", "by: [clerk]", ["~ transition submit (Submit): roles [tightened]", "    - chief"]),
      (
        "", "guard: [{require: has(data.note), else: {en: Note, ja: メモ}, source: 要綱1条}]", "reason: required",
        [
          "~ transition submit (Submit): guards [loosened]", "    - has(data.note) [要綱1条]",
          "~ transition submit (Submit): words of refusals", "    - メモ / Note",
          "~ transition submit (Submit): reason required [tightened]", "    + true",
        ]
      ),
      (
        "", "quorum: any", "quorum: all",
        ["~ state circulating (In review): one: quorum [tightened]", "    - any", "    + all"]
      ),
      ("", "after: 10", "after: 12", ["~ state decided (Decided): file: length [loosened]", "    - 10", "    + 12"]),
      (
        "", "from: [draft, decided], to: done", "from: decided, to: done",
        ["~ transition close (Close): from [tightened]", "    - draft"]
      ),
      (
        "", "chief: {title: {en: Chief, ja: 課長}, acting: look}",
        "chief: {title: {en: Chief, ja: 課長}, acting: look, excludes: [clerk]}",
        ["~ role chief (Chief): never the same person as [tightened]", "    + clerk"]
      ),
      (
        "", "note: {type: string, title", "note: {type: string, maxLength: 5, title",
        ["~ data field note (Note): maxLength [tightened]", "    + 5"]
      ),
      (
        "", "  close: {", "  finish: {",
        [
          "~ transition finish (Close): was called close", "~ duty report (Report): blocks", "    - close",
          "    + finish",
        ]
      ),
      (
        "", "effects: [{open: report}]", "source: 要綱2条",
        [
          "~ transition submit (Submit): effects", "    - open report", "~ transition submit (Submit): source",
          "    + 要綱2条",
        ]
      ),
    ] as [(String, String, String, [String])])
  func speaksOfMeaning(before: String, find: String, replace: String, lines: [String]) throws {
    var text = before + Self.old
    if !find.isEmpty {
      #expect(text.contains(find))
      text = text.replacing(find, with: replace)
      if find.hasPrefix("  close") { text = text.replacing("blocks: [close]", with: "blocks: [finish]") }
    }
    let diff = DefinitionDiff(from: try Samples.load(Self.old), to: try Samples.load(text))
    #expect(diff.lines(.en) == lines)
    #expect(diff.isEmpty == lines.isEmpty)
  }

  /// A rename that `migrate:` declares changes one place, not every mention.
  @Test func renamesAreKnownFromTheMigration() throws {
    let text = Self.old.replacing("decided", with: "settled").replacing("chief", with: "head")
      .replacing("note", with: "memo")
    let migrated = text + "\nmigrate: {states: {decided: settled}, roles: {chief: head}, fields: {note: memo}}"
    let diff = DefinitionDiff(from: try Samples.load(Self.old), to: try Samples.load(migrated))
    #expect(
      diff.lines(.en).filter { !$0.contains("guards") && !$0.hasPrefix("    ") } == [
        "~ role head (Chief): was called chief", "~ data field memo (Note): was called note",
        "~ state settled (Decided): was called decided",
      ])
    let silent = DefinitionDiff(from: try Samples.load(Self.old), to: try Samples.load(text))
    #expect(silent.lines(.ja).contains("~ 役割 head (課長): 旧名 chief"))
    #expect(silent.changes.count > diff.changes.count)
  }

  @Test func addedAndRemovedParts() throws {
    let text = Self.old.replacing(
      "close: {title", with: "drop: {title: {en: Drop, ja: 中止}, from: draft, to: done, by: chief}\n  close: {title")
    let (old, new) = (try Samples.load(Self.old), try Samples.load(text))
    #expect(DefinitionDiff(from: old, to: new).lines(.en) == ["+ transition drop (Drop) [loosened]"])
    #expect(DefinitionDiff(from: new, to: old).lines(.ja) == ["- 遷移 drop (中止) [強化]"])
    #expect(
      DefinitionDiff(from: old, to: new).json.canonicalText
        == #"[{"change":"added","direction":"loosened","kind":"transition","name":"drop","title":{"en":"Drop","ja":"中止"}}]"#
    )
  }

  @Test func shippedDefinitionsEqualThemselvesAndNothingElse() throws {
    let library = try Samples.shipped()
    let all = library.current.keys.sorted().compactMap { library.definition($0) }
    for one in all {
      for other in all { #expect(DefinitionDiff(from: one, to: other).isEmpty == (one.name == other.name)) }
    }
  }
}
