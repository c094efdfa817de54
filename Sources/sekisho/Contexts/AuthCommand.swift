import ArgumentParser
import Diagnostics
import Foundation
import JSON

struct AuthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "auth", abstract: "Sign in to a server. サインイン。", subcommands: [AuthLogin.self, AuthStatus.self])
}

struct AuthLogin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login",
    abstract: "Read a token from standard input, check it and keep it. 標準入力のトークンを確認して保存する。",
    discussion: "sekisho auth login --url https://sekisho.example.lg.jp --context office < token")

  @OptionGroup var user: UserOptions

  private var name: String { user.context ?? Environment.context ?? "default" }

  func run() async throws {
    try await user.common.presenting {
      let language = user.common.language
      var file = try ContextFile.read(Environment.configurationFile, language)
      try checkName()
      guard let url = user.url ?? file[name]?.url ?? Environment.url else {
        throw CommandFailure(Exit.usage, Text(en: "name the server with --url", ja: "--url でサーバーを指定してください"))
      }
      let token = try TokenSource.file(user.tokenFile ?? "-", language)
      let plain = (file[name]?.allowsPlainHTTP ?? false) || Environment.allowsPlainHTTP
      let site = try Site(url: url, token: token, allowsPlainHTTP: plain)
      let me = try await APIClient.with(
        site, language: language, retry: .seconds(user.retry ?? 10), timeout: .seconds(user.timeout ?? 60)
      ) { try await $0.get("/v1/me").json() }
      var context = file[name] ?? ContextFile.Context(url: site.url)
      context.url = site.url
      context.tokenFile = "tokens/" + name
      if let lang = user.common.lang { context.language = Language(rawValue: lang) }
      context.allowsPlainHTTP = plain
      try SafeFile.write(token.secret + "\n", to: file.resolve("tokens/" + name))
      file.set(name, context)
      file.current = name
      try file.write()
      try user.form.output(language).record(AuthStatus.answer(me, site, context: name), AuthStatus.columns)
    }
  }

  /// It becomes a file's name.
  private func checkName() throws {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 64,
      name.utf8.allSatisfy({ PercentText.encode(String(UnicodeScalar($0))).utf8.count == 1 })
    else {
      throw CommandFailure(
        Exit.usage,
        Text(en: "a context's name has letters, digits, - . _ only", ja: "コンテキスト名は英数字と - . _ だけです"))
    }
  }
}

struct AuthStatus: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say as whom one is signed in, and where. サインインの状態。")

  @OptionGroup var user: UserOptions

  static let columns = [
    Column("person", en: "Person", ja: "利用者"), Column("name", en: "Name", ja: "氏名"),
    Column("party", en: "Party", ja: "事業者"), Column("positions", en: "Positions", ja: "職"),
    Column("scopes", en: "Scopes", ja: "権限範囲"), Column("server", en: "Server", ja: "サーバー"),
    Column("context", en: "Context", ja: "コンテキスト"), Column("token_source", en: "Token from", ja: "トークン"),
    Column("now", en: "Server's clock", ja: "サーバーの時刻", .moment),
  ]

  func perform(_ session: Session) async throws {
    let me = try await session.client.get("/v1/me").json()
    let file = try ContextFile.read(Environment.configurationFile, session.language)
    let isNamed = user.url == nil && (user.context != nil || Environment.url == nil)
    let context = isNamed ? try user.choice.chosen(file)?.name : nil
    try session.output.record(Self.answer(me, session.client.site, context: context), Self.columns)
  }

  static func answer(_ me: JSONValue, _ site: Site, context: String?) -> JSONValue {
    var members = me.objectValue ?? [:]
    members["server"] = .string(site.url)
    members["context"] = context.map { .string($0) }
    members["token_source"] = .string(site.tokenSource)
    return .object(members)
  }
}
