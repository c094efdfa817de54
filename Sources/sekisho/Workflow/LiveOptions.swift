import ArgumentParser
import Diagnostics

/// Options of workflow commands that may also ask the server.
struct LiveOptions: ParsableArguments {
  @Option(help: "A context of the configuration file (or SEKISHO_CONTEXT). 設定ファイルのコンテキスト。")
  var context: String?
  @Option(help: "Address of the server (or SEKISHO_URL). サーバーのアドレス。")
  var url: String?
  @Option(
    help: "File of the token, - for standard input (or SEKISHO_TOKEN_FILE, SEKISHO_TOKEN). トークンのファイル。")
  var tokenFile: String?

  func withClient<Value: Sendable>(
    _ language: Language, _ body: (APIClient) async throws -> Value
  ) async throws -> Value {
    let choice = SiteChoice(context: context, url: url, tokenFile: tokenFile, language: language)
    let site = try choice.site(try ContextFile.read(Environment.configurationFile, language))
    return try await APIClient.with(site, language: language, retry: .seconds(10), timeout: .seconds(60), body)
  }
}
