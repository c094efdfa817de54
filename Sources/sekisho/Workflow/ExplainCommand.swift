import ArgumentParser
import CEL
import Diagnostics
import Engine
import Invoices
import JSON
import Verifier
import Workflows
import YAML

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a code of a message or a rule of invoices means. コードの意味と直し方。")

  @Argument(help: "Such as E201, E301, C105, Y101, ibr-002 or SEK-MAT-001. コード。")
  var code: String
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    try common.presenting {
      guard let page = CodePage.all.lazy.compactMap({ $0(code) }).first else {
        let near = Suggestion.nearest(to: code, in: CodePage.known)
        throw CommandFailure(
          Exit.notFound, Text(en: "no code \(code)", ja: "コード\(code)はありません"),
          hint: near.map { Text(en: "did you mean \($0)?", ja: "「\($0)」ではありませんか") })
      }
      let language = common.language
      let answer: JSONValue = ["code": .string(code), "title": page.title.value, "help": page.help?.value ?? .null]
      try form.output(language).record(answer, Self.columns) {
        ["\(code): \(page.title[language])"] + (page.help.map { [$0[language]] } ?? [])
      }
    }
  }

  private static let columns = [
    Column("code", en: "Code", ja: "コード"), Column("title", en: "Meaning", ja: "意味"),
    Column("help", en: "What to do", ja: "直し方"),
  ]
}

/// What there is to say about a code, whichever room it comes from.
struct CodePage {
  let title: Text
  var help: Text?

  /// Asks each room in turn.
  static let all: [@Sendable (String) -> CodePage?] = [
    { code in YAMLCode(rawValue: code).map { CodePage(title: $0.title) } },
    { code in LoaderCode(rawValue: code).map { CodePage(title: $0.title) } },
    { code in Code(rawValue: code).map { CodePage(title: $0.summary, help: $0.repair) } },
    { code in VerifierCode(rawValue: code).map { CodePage(title: $0.title, help: $0.page.text) } },
    { code in WorkerCode(rawValue: code).map { CodePage(title: $0.title) } },
    { code in PeopleFileCode(rawValue: code).map { CodePage(title: $0.title) } },
    { code in Catalogue.rule(code).map { CodePage(title: $0.title, help: $0.help) } },
  ]

  static var known: [String] {
    YAMLCode.allCases.map(\.rawValue) + LoaderCode.allCases.map(\.rawValue) + Code.allCases.map(\.rawValue)
      + VerifierCode.allCases.map(\.rawValue) + WorkerCode.allCases.map(\.rawValue)
      + PeopleFileCode.allCases.map(\.rawValue) + Catalogue.rules.map(\.id)
  }
}

extension Text {
  /// As the API shows texts.
  var value: JSONValue { ["en": .string(en), "ja": .string(ja)] }
}
