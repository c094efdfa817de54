import Diagnostics
import Foundation
import Testing

@testable import Workflows

/// Every mistake is found, said in both languages, and drawn where it is.
@Suite struct DiagnosticTests {
  static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/diagnostics.txt")

  @Test(arguments: BrokenFile.all)
  func isFound(file: BrokenFile) throws {
    let diagnostics = file.diagnostics
    let found = try #require(diagnostics.first { $0.code == file.code }, "\(diagnostics.rendered(.en))")
    #expect(found.location != nil)
    #expect(!found.message.ja.isEmpty && found.message.en != found.message.ja)
  }

  /// Renderings as people read them. UPDATE_GOLDEN=1 writes the file anew; read the difference before committing it.
  @Test func renderings() throws {
    let text = BrokenFile.all.map { file in
      "## \(file.code) \(file.name)\n\(file.diagnostics.rendered(.en))\n\(file.diagnostics.rendered(.ja))\n"
    }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: Self.golden)
    }
    let expected = String(decoding: try Data(contentsOf: Self.golden), as: UTF8.self)
    let (now, then) = (text.components(separatedBy: "\n"), expected.components(separatedBy: "\n"))
    let line = zip(now, then).enumerated().first { $0.element.0 != $0.element.1 }
    let isSame = text == expected
    #expect(isSame, "\(line.map { "line \($0.offset + 1): \($0.element)" } ?? "another length")")
  }

  /// A code without a file that shows it is a promise nobody checks.
  @Test func everyCodeIsShown() {
    let shown = Set(BrokenFile.all.map(\.code))
    let silent = LoaderCode.allCases.filter { !shown.contains($0.rawValue) }
    #expect(silent.isEmpty, "\(silent)")
  }

  @Test func codesHaveTitlesInBothLanguages() {
    for code in LoaderCode.allCases { #expect(!code.title.en.isEmpty && !code.title.ja.isEmpty) }
    #expect(Set(LoaderCode.allCases.map(\.rawValue)).count == LoaderCode.allCases.count)
  }

  /// One run finds the mistakes of every section.
  @Test func allMistakesAreFoundAtOnce() {
    let text = SampleDefinition.text
      .replacing("held_by: creator", with: "held_by: creater").replacing("to: overdue, by", with: "to: overdu, by")
      .replacing("quorum: any", with: "quorum: most").replacing("maxLength: 200", with: "maxLenght: 200")
      .replacing("calendar: office", with: "calendar: ofice").replacing("open: report", with: "open: reports")
    let codes = SampleDefinition.load(text).diagnostics.codes
    #expect(Set(codes) == ["E141", "E201", "E118", "J202", "E208", "E204"])
  }
}
