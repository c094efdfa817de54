import ArgumentParser
import Diagnostics
import Foundation
import JSON

// The framework of commands that speak to the server. A command is a struct:
//
//     struct PartyShow: UserCommand {
//       static let configuration = CommandConfiguration(commandName: "show", abstract: "… 日本語")
//       @Argument var code: String
//       @OptionGroup var user: UserOptions          // server, token, language, output: every user command
//       @OptionGroup var write: WriteFlags          // --dry-run and --key: every write
//
//       func perform(_ session: Session) async throws {
//         let answer = try await session.client.get("/v1/parties/\(code)")     // segments are escaped
//         try session.output.record(try answer.json(), Columns.party)          // or .list(…)
//       }
//     }
//
// A write is `session.send(APIRequest(.post, "/v1/…", body: .json(…)), write)`; where the API document lists no
// `Idempotency-Key`, `APIRequest.plain(…)`. What goes wrong is thrown: a
// `RemoteProblem` by the client, a `CommandFailure(Exit.…, Text(en:ja:))` by the command; `run` shows it on standard
// error and ends with its exit code. Standard output is for `session.output`, words to the person are
// `session.note(Text(en:ja:))`. A command that needs no server takes `CommonOptions` and wraps its work in
// `common.presenting { … }`.

/// A command that speaks HTTP to the server as a person.
protocol UserCommand: AsyncParsableCommand {
  var user: UserOptions { get }
  func perform(_ session: Session) async throws
}

extension UserCommand {
  func run() async throws {
    try await user.withSession { try await perform($0) }
  }
}

/// What a user command works with.
struct Session: Sendable {
  let client: APIClient
  let output: Output

  var language: Language { client.language }

  /// Words to the person, on standard error.
  func note(_ text: Text) { Terminal.note(text[language].safeForTerminal()) }

  /// A write, with its key and its conditions.
  func send(_ request: APIRequest, _ write: WriteFlags, _ act: ActFlags? = nil) async throws -> APIAnswer {
    guard write.key == nil || request.isKept else {
      throw CommandFailure(
        Exit.usage, Text(en: "the server keeps no key for this write", ja: "この操作では冪等キーを使えません"))
    }
    return try await client.send(request.with(write, act))
  }
}

/// Options of every user command.
struct UserOptions: ParsableArguments {
  @Option(help: "A context of the configuration file (or SEKISHO_CONTEXT). 設定ファイルのコンテキスト。")
  var context: String?
  @Option(help: "Address of the server (or SEKISHO_URL). サーバーのアドレス。")
  var url: String?
  @Option(
    help: "File of the token, - for standard input (or SEKISHO_TOKEN_FILE, SEKISHO_TOKEN). トークンのファイル。")
  var tokenFile: String?
  @Option(help: "Seconds to keep trying while the server cannot be reached (or SEKISHO_RETRY; 10). 再試行を続ける秒数。")
  var retry: Double?
  @Option(help: "Seconds to wait for an answer (60); then exit 124. 応答を待つ秒数。")
  var timeout: Double?
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  var choice: SiteChoice {
    SiteChoice(context: context, url: url, tokenFile: tokenFile, language: common.language)
  }

  func validate() throws {
    for (name, seconds) in [("retry", retry), ("timeout", timeout)] {
      if let seconds, !(0...86_400).contains(seconds) {
        throw ValidationError("--\(name) takes seconds, 0 to 86400 / --\(name) は秒数(0~86400)です")
      }
    }
  }

  func withSession(_ body: (Session) async throws -> Void) async throws {
    try await common.presenting {
      let file = try ContextFile.read(Environment.configurationFile, common.language)
      // Without a flag, the context's language comes before the locale's.
      let language = common.lang == nil ? try choice.chosen(file)?.context.language ?? common.language : common.language
      do {
        let site = try choice.site(file)
        try await APIClient.with(
          site, language: language, retry: try patience(), timeout: .seconds(timeout ?? 60),
          onRetry: { Self.tellRetry($0, language) }
        ) { try await body(Session(client: $0, output: form.output(language))) }
      } catch let failure as any Presentable {
        throw failure.shown(language)
      }
    }
  }

  private func patience() throws -> Duration {
    if let retry { return .seconds(retry) }
    guard let text = Environment.retry else { return .seconds(10) }
    guard let seconds = Double(text), (0...86_400).contains(seconds) else {
      throw CommandFailure(
        Exit.usage, Text(en: "SEKISHO_RETRY takes seconds, 0 to 86400", ja: "SEKISHO_RETRYは秒数(0~86400)です"))
    }
    return .seconds(seconds)
  }

  private static func tellRetry(_ pause: Duration, _ language: Language) {
    guard Terminal.errorIsTerminal else { return }
    Terminal.note(Text(en: "the server is not there yet; trying again …", ja: "サーバーに接続できません。再試行します…")[language])
  }
}

/// Options of every write.
struct WriteFlags: ParsableArguments {
  @Flag(help: "Say what would happen, and change nothing. 何も変更せず結果の見込みだけを示す。")
  var dryRun = false
  @Option(help: "Idempotency key; the same key has one effect (a fresh one unless told). 冪等キー。")
  var key: String?

  func validate() throws {
    if let key, !(1...255).contains(key.utf8.count) || !key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw ValidationError("--key takes 1 to 255 visible ASCII characters / --key はASCIIの可視文字1~255字です")
    }
  }
}

/// Options of acts on an item.
struct ActFlags: ParsableArguments {
  @Option(help: "Act only on this version of the item; otherwise exit 6. この版の案件に限って実行する。")
  var ifVersion: Int64?
  @Option(name: .customLong("as"), help: "Position in which to act, where one holds several. 操作に使う職。")
  var position: String?
  @Option(name: .customLong("for"), help: "Person in whose name to act, by delegation or as deputy. 代理される人。")
  var behalf: String?
}

extension APIRequest {
  func with(_ write: WriteFlags, _ act: ActFlags? = nil) -> APIRequest {
    var request = self
    if write.dryRun { request.query.append(("dry_run", "true")) }
    if isKept { request.headers.append((Self.keyHeader, write.key ?? UUID().uuidString.lowercased())) }
    if let version = act?.ifVersion { request.headers.append(("If-Match", "\"\(version)\"")) }
    if let position = act?.position { request.headers.append(("Sekisho-Position", PercentText.encode(position))) }
    if let behalf = act?.behalf { request.headers.append(("Sekisho-On-Behalf-Of", PercentText.encode(behalf))) }
    return request
  }
}
