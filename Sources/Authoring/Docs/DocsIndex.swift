import Diagnostics
package import Workflows

/// The pages of a folder: one a definition and language, and one that lists them.
package enum DocsIndex {
  /// File name → text.
  package static func pages(_ definitions: [Definition], _ library: Library) -> [(name: String, text: String)] {
    var pages: [(name: String, text: String)] = []
    for definition in definitions {
      for language in Language.allCases {
        pages.append(
          (
            DefinitionPage.fileName(definition.name, language),
            DefinitionPage(definition, library, language).text
          ))
      }
    }
    pages.append(("README.md", readme(definitions)))
    return pages
  }

  private static func readme(_ definitions: [Definition]) -> String {
    let rows = definitions.map { definition in
      let english = DefinitionPage(definition, Library(), .en)
      let japanese = DefinitionPage(definition, Library(), .ja)
      return
        "| [\(english.md(definition.title))](\(DefinitionPage.fileName(definition.name, .en))) | [\(japanese.md(definition.title))](\(DefinitionPage.fileName(definition.name, .ja))) | \(definition.states.count) | \(definition.transitions.count) |"
    }
    return
      ([
        "# Workflows / ワークフロー", "",
        "<!-- Written by `sekisho workflow docs`; change the definitions, not this page. -->",
        "", "| English | 日本語 | states / 状態 | transitions / 遷移 |", "| --- | --- | --- | --- |",
      ] + rows + [""]).joined(separator: "\n")
  }
}
