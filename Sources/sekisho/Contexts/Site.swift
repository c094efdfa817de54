import Diagnostics
import Foundation

/// A server and the token to show it.
struct Site: Sendable {
  /// Scheme, host, port and perhaps a path, without a slash at the end.
  let url: String
  let token: String
  /// Where the token came from, in words; never the token.
  let tokenSource: String

  /// - Throws: usage where the address is none, or would carry a token in the clear over a network; sign-in without token.
  init(url: String, token: (secret: String, source: String)?, allowsPlainHTTP: Bool) throws(CommandFailure) {
    self.url = try Self.checked(url, isPlainAllowed: allowsPlainHTTP)
    guard let token else {
      throw CommandFailure(
        Exit.signIn, Text(en: "no token for \(url)", ja: "\(url)のトークンがありません"),
        hint: Text(
          en: "name its file with --token-file, or keep it with `sekisho auth login`",
          ja: "--token-file で指定するか、sekisho auth login で保存してください"))
    }
    self.token = token.secret
    tokenSource = token.source
  }

  static func checked(_ text: String, isPlainAllowed: Bool) throws(CommandFailure) -> String {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme), parts.user == nil,
      parts.password == nil, parts.query == nil, parts.fragment == nil
    else {
      throw CommandFailure(
        Exit.usage, Text(en: "\(text) is no address of a server", ja: "\(text)はサーバーのアドレスではありません"),
        hint: Text(en: "such as https://sekisho.example.lg.jp", ja: "例:https://sekisho.example.lg.jp"))
    }
    guard scheme == "https" || isPlainAllowed || isThisMachine(host) else {
      throw CommandFailure(
        Exit.usage,
        Text(en: "a token does not travel to \(host) without TLS", ja: "\(host)へTLSなしでトークンを送りません"),
        hint: Text(
          en: "use https; on a network you trust, `plain_http: true` in the context or SEKISHO_PLAIN_HTTP=1",
          ja: "httpsを使ってください。信頼できるネットワークではコンテキストのplain_http: true又はSEKISHO_PLAIN_HTTP=1"))
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  private static func isThisMachine(_ host: String) -> Bool {
    // A name may begin with 127 too.
    let isLoopback = host.hasPrefix("127.") && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    return host == "localhost" || host == "::1" || host == "[::1]" || isLoopback
  }
}

/// What a person said about where to go, from flags, environment and configuration, in this order. A token is only
/// shown to the server it was named with: `--url` (or SEKISHO_URL) stands for a context without a name, so that the
/// token of the current context does not go there.
struct SiteChoice {
  let context: String?
  let url: String?
  let tokenFile: String?
  let language: Language

  func site(_ file: ContextFile) throws -> Site {
    if let url = url ?? (context == nil ? Environment.url : nil) {
      return try Site(url: url, token: try ownToken(), allowsPlainHTTP: Environment.allowsPlainHTTP)
    }
    guard let (name, chosen) = try chosen(file) else {
      throw CommandFailure(
        Exit.usage, Text(en: "no server is configured", ja: "サーバーが設定されていません"),
        hint: Text(
          en: "run `sekisho auth login --url URL`, or set SEKISHO_URL and SEKISHO_TOKEN_FILE",
          ja: "sekisho auth login --url URL を実行するか、SEKISHO_URLとSEKISHO_TOKEN_FILEを設定してください"))
    }
    // A context chosen by flag beats variables that were set for another one.
    let isNamed = context != nil
    var token = isNamed ? try tokenFile.map { try TokenSource.file($0, language) } : try ownToken()
    if token == nil, let path = chosen.tokenFile {
      let stored = try TokenSource.file(file.resolve(path), language)
      token = (stored.secret, "\(name): \(stored.source)")
    }
    return try Site(
      url: chosen.url, token: token, allowsPlainHTTP: chosen.allowsPlainHTTP || Environment.allowsPlainHTTP)
  }

  /// The context in use and its name; nil where none is.
  func chosen(_ file: ContextFile) throws -> (name: String, context: ContextFile.Context)? {
    guard let name = context ?? Environment.context ?? file.current else { return nil }
    guard let found = file[name] else {
      let known = file.contexts.map(\.name).joined(separator: ", ")
      throw CommandFailure(
        Exit.usage, Text(en: "there is no context \(name)", ja: "コンテキスト「\(name)」はありません"),
        hint: Text(en: "known: \(known.isEmpty ? "none" : known)", ja: "登録済み:\(known.isEmpty ? "なし" : known)"))
    }
    return (name, found)
  }

  /// From `--token-file`, SEKISHO_TOKEN_FILE or SEKISHO_TOKEN.
  private func ownToken() throws -> (secret: String, source: String)? {
    if let path = tokenFile ?? Environment.tokenFile { return try TokenSource.file(path, language) }
    return try Environment.token.map { (try TokenSource.checked($0, "SEKISHO_TOKEN"), "SEKISHO_TOKEN") }
  }
}
