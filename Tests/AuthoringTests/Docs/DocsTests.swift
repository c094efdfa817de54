import Diagnostics
import Foundation
import Testing
import Workflows

@testable import Authoring

@Suite struct DocsTests {
  /// `workflows/docs` is what the definitions say now. `UPDATE_GOLDEN=1` writes it.
  @Test func theCommittedPagesAreInStep() throws {
    let library = try Samples.shipped()
    let definitions = library.current.keys.sorted().compactMap { library.definition($0) }
    let folder = Samples.root.appending(path: "workflows/docs")
    let pages = DocsIndex.pages(definitions, library)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for page in pages { try Data(page.text.utf8).write(to: folder.appending(path: page.name)) }
    }
    for page in pages {
      let committed = try? Data(contentsOf: folder.appending(path: page.name))
      #expect(
        committed.map { String(decoding: $0, as: UTF8.self) } == page.text, "\(page.name): run with UPDATE_GOLDEN=1")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
    #expect(Set(names) == Set(pages.map(\.name)))
  }

  @Test(arguments: Language.allCases)
  func everyPartOfADefinitionIsOnItsPage(language: Language) throws {
    let library = try Samples.shipped()
    for definition in library.current.keys.compactMap({ library.definition($0) }) {
      let maker = DefinitionPage(definition, library, language)
      let page = maker.text
      for state in definition.states.values { #expect(page.contains("### " + maker.md(state.title))) }
      for transition in definition.transitions.values {
        #expect(page.contains("(`\(transition.name)`)"))
        for rule in transition.guards { #expect(page.contains(maker.md(rule.message)), "\(rule.message)") }
      }
      for duty in definition.duties.values { #expect(page.contains("### " + maker.md(duty.title))) }
      for field in definition.data.fields { #expect(page.contains("| `\(field.name)` |")) }
      for entry in SourceIndex(definition, language).entries { #expect(page.contains(maker.md(entry.source))) }
    }
  }

  @Test func nothingAnAuthorWroteIsMarkup() throws {
    let maker = DefinitionPage(try Samples.load(RunningExample.text), Library(), .en)
    let escaped = ##"a\*b\|&lt;i&gt;\[x\](y)\`z\` \# &amp;"##
    #expect(maker.md("a*b|<i>[x](y)`z`\n# &") == escaped)
    #expect(maker.code("a `` b | c") == "```a `` b \\| c```")
    #expect(DefinitionPage.anchor("Review (own line) 審議") == "review-own-line-審議")
  }
}
