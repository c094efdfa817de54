import ArgumentParser
import Diagnostics
import JSON

struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Where user commands go. 接続先の設定。", subcommands: [ConfigShow.self])
}

struct ConfigShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the contexts; never a token. コンテキストの一覧(トークンは表示しない)。")

  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("name", en: "Context", ja: "コンテキスト"), Column("current", en: "Current", ja: "使用中"),
    Column("url", en: "Server", ja: "サーバー"), Column("token_file", en: "Token file", ja: "トークンファイル"),
    Column("lang", en: "Language", ja: "言語"),
  ]

  func run() async throws {
    try common.presenting {
      let path = Environment.configurationFile
      let file = try ContextFile.read(path, common.language)
      let current = Environment.context ?? file.current
      let rows = file.contexts.map { name, context -> JSONValue in
        var row: [String: JSONValue] = [
          "name": .string(name), "current": .bool(name == current), "url": .string(context.url),
        ]
        row["token_file"] = context.tokenFile.map { .string(file.resolve($0)) }
        row["lang"] = context.language.map { .string($0.rawValue) }
        return .object(row)
      }
      let output = form.output(common.language)
      try output.list(["file": .string(path), "data": .array(rows)], Self.columns)
      if output.format == .table {
        Terminal.note(Text(en: "from \(path)", ja: "設定ファイル:\(path)")[common.language].safeForTerminal())
      }
    }
  }
}
