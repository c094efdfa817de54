import ArgumentParser
import CEL
import Diagnostics
import Invoices
import Workflows
import YAML

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a code of a message or a rule of invoices means. コードの意味と直し方。")

  @Argument(help: "Such as E201, C105, Y101, ibr-002 or SEK-MAT-001.")
  var code: String
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    if let known = YAMLCode(rawValue: code) {
      Terminal.out("\(code): \(known.title[language])")
    } else if let known = LoaderCode(rawValue: code) {
      Terminal.out("\(code): \(known.title[language])")
    } else if let known = Code(rawValue: code) {
      Terminal.out("\(code): \(known.summary[language])")
      Terminal.out(known.repair[language])
    } else if let rule = Catalogue.rule(code) {
      Terminal.out("\(code): \(rule.title[language])")
      Terminal.out(rule.help[language])
    } else {
      let known =
        YAMLCode.allCases.map(\.rawValue) + LoaderCode.allCases.map(\.rawValue) + Code.allCases.map(\.rawValue)
        + Catalogue.rules.map(\.id)
      let hint = Suggestion.nearest(to: code, in: known)
      let text = Text(
        en: "no code \(code)" + (hint.map { "; did you mean \($0)?" } ?? ""),
        ja: "コード\(code)はありません" + (hint.map { "(\($0)ではありませんか)" } ?? ""))
      Terminal.note("sekisho: " + text[language].safeForTerminal())
      throw Exit.notFound
    }
  }
}
