import Diagnostics
import Testing
import Workflows

@testable import Authoring

@Suite struct NameFixesTests {
  private static func check(_ file: SourceFile) -> [Diagnostic] {
    loadLibrary(LibraryFiles(workflows: [file])).diagnostics
  }

  private static let text = LanguageSchemaTests.samples[0].text.replacing("calendar: office\n", with: "").replacing(
    "parameters: [loan-limit]\n", with: "")

  @Test func theSampleIsWithoutMistakes() {
    #expect(Self.check(SourceFile(name: "s", text: Self.text)).isEmpty)
  }

  /// A slip in each kind of name is put right.
  @Test(arguments: [
    ("to: checking", "to: chekcing"), ("by: keeper, due", "by: keper, due"),
    ("abandon: withdrawn", "abandon: withdrawm"),
    ("excludes: [borrower]", "excludes: [borower]"), ("acting: look", "acting: lok"), ("do: time_out", "do: time_ot"),
    ("{required: [value]}, reason", "{required: [valeu]}, reason"), ("unset: [due_on]", "unset: [due_onn]"),
    ("open: report", "open: reprot"), ("blocks: [close]", "blocks: [clos]"),
    ("content: [subject]", "content: [subjct]"),
    ("child: {workflow: loan", "child: {workflow: lona"), ("withdrawn: draft}}", "withdrwan: draft}}"),
    ("fields: {old: value}", "fields: {old: vlaue}"), ("parents: [loan]", "parents: [laon]"),
    ("reason: required", "raeson: required"), ("quorum: any", "quorum: ayn"),
    ("unit: working_days, from", "unit: workin_days, from"),
    ("date: data.due_on", "date: data.due_no"), ("held_by: creator", "held_by: craetor"),
    ("with: {subject: data.subject}}}, {notify", "with: {subjetc: data.subject}}}, {notify"),
    ("done: time_out,", "done: time_uot,"), ("except: [draft]", "except: [dratf]"), ("to: $same", "to: $same"),
  ])
  func slipsArePutRight(right: String, wrong: String) throws {
    guard right != wrong else { return }
    #expect(Self.text.ranges(of: right).count == 1, "\(right)")
    let source = SourceFile(name: "s", text: Self.text.replacing(right, with: wrong))
    let diagnostics = Self.check(source)
    #expect(!diagnostics.isEmpty)
    let result = NameFixes(source).applied(diagnostics, check: Self.check)
    #expect(result.text == Self.text, "\(diagnostics.map { $0.rendered(.en) })")
    #expect(result.fixes.count == 1)
  }

  @Test func whatIsInDoubtIsLeft() throws {
    // Two names are as near; nothing is near.
    let text = Self.text.replacing("repair: {title: {en: R, ja: 修}", with: "drafx: {title: {en: X, ja: 修}")
      .replacing("to: repair", with: "to: drafx").replacing("to: checking", with: "to: drafy")
    for wrong in [text, Self.text.replacing("to: checking", with: "to: somewhere_else")] {
      let source = SourceFile(name: "s", text: wrong)
      let diagnostics = Self.check(source)
      #expect(diagnostics.hasErrors)
      let result = NameFixes(source).applied(diagnostics, check: Self.check)
      #expect(result.text == wrong)
      #expect(result.fixes.isEmpty)
    }
  }
}
