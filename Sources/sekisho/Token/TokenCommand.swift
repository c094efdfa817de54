import ArgumentParser
import Diagnostics
import Foundation
import JSON

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Tokens: list, issue, rotate, revoke. トークンの管理。",
    subcommands: [TokenList.self, TokenIssue.self, TokenRotate.self, TokenRevoke.self])

  static let columns = [
    Column("id", en: "Id", ja: "ID"), Column("person", en: "Person", ja: "利用者"),
    Column("label", en: "Label", ja: "名称"), Column("scopes", en: "Scopes", ja: "権限範囲"),
    Column("created_at", en: "Created", ja: "発行", .moment), Column("expires_at", en: "Expires", ja: "期限", .moment),
    Column("revoked_at", en: "Revoked", ja: "失効", .moment),
  ]
}

struct TokenList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "One's own tokens, without their secrets. トークンの一覧。")

  @Option(help: "Of this person (scope admin). この人の分。")
  var person: String?
  @Flag(help: "Of everybody (scope admin). 全員分。")
  var all = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var query: [(name: String, value: String)] = []
    if let person { query.append(("person", person)) }
    if all { query.append(("all", "true")) }
    try session.output.list(try await session.client.get("/v1/tokens", query: query).json(), TokenCommand.columns)
  }
}

/// Where a new secret goes: it is shown once, or kept in a file.
struct SecretOptions: ParsableArguments {
  @Option(help: "File for the secret (mode 0600), in place of showing it. 秘密の文字列の保存先。")
  var to: String?

  static let columns =
    TokenCommand.columns.filter { ["id", "person", "scopes", "expires_at"].contains($0.key) } + [
      Column("secret", en: "Secret", ja: "秘密の文字列"), Column("file", en: "File", ja: "ファイル"),
    ]

  /// The answer to show: without the secret where a file holds it.
  func settled(_ answer: JSONValue) throws -> JSONValue {
    guard let to, let secret = answer["secret"]?.stringValue else { return answer }
    try SafeFile.write(secret + "\n", to: to)
    var members = answer.objectValue ?? [:]
    members["secret"] = nil
    members["file"] = .string(to)
    return .object(members)
  }
}

struct TokenIssue: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "issue", abstract: "Issue a token; its secret is shown once. トークンを発行する(秘密は一度だけ表示)。")

  @Option(help: "For this person (scope admin); oneself unless told. この人に発行する。")
  var person: String?
  @Option(help: "read, write, work, admin or audit (repeatable). 権限範囲。")
  var scope: [String]
  @Option(help: "Days that it lives, 1 to 1096 (90). 有効日数。")
  var days: Int64 = 90
  @Option(help: "What it is for. 用途。")
  var label: String = ""
  @OptionGroup var secret: SecretOptions
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await Self.issue(
      person: person, scopes: scope.map { .string($0) }, days: days, label: label, write, session)
    try session.output.record(try secret.settled(answer), SecretOptions.columns)
  }

  static func issue(
    person: String?, scopes: [JSONValue], days: Int64, label: String, _ write: WriteFlags, _ session: Session
  ) async throws -> JSONValue {
    var body: [String: JSONValue] = [
      "scopes": .array(scopes), "days": .number(.init(days)), "label": .string(label),
    ]
    body["person"] = person.map { .string($0) }
    let request = APIRequest.plain(.post, "/v1/tokens", body: .json(.object(body)))
    return try await session.send(request, write).json()
  }
}

struct TokenRotate: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: "Put a new token in the place of an old one, then revoke that. トークンを更新する。")

  @Argument(help: "Id of the old token; one's only one unless told. 古いトークンのID。")
  var id: String?
  @Option(help: "Days that the new one lives, 1 to 1096 (90). 有効日数。")
  var days: Int64 = 90
  @Flag(help: "Keep the new one in the token file of the context in use. コンテキストのトークンを置き換える。")
  var store = false
  @OptionGroup var secret: SecretOptions
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func validate() throws {
    if store, secret.to != nil { throw ValidationError("--store or --to, not both / --store と --to は同時に使えません") }
  }

  func perform(_ session: Session) async throws {
    let old = try await found(session)
    var place = secret
    if store { place.to = try storedFile(session.language) }
    let answer = try await TokenIssue.issue(
      person: old["person"]?.stringValue, scopes: old["scopes"]?.arrayValue ?? [], days: days,
      label: old["label"]?.stringValue ?? "", write, session)
    // The new secret is safe before the old one ends.
    let shown = try place.settled(answer)
    try session.output.record(shown, SecretOptions.columns)
    if write.dryRun { return }
    _ = try await session.send(APIRequest.plain(.delete, "/v1/tokens/\(old["id"]?.stringValue ?? "")"), write)
  }

  private func found(_ session: Session) async throws -> JSONValue {
    let own = try await session.client.get("/v1/tokens").json()
    guard let id else {
      let now = try await session.client.get("/v1/me").json()["now"]?.stringValue ?? ""
      // Both are RFC 3339 in Asia/Tokyo, so that their texts compare as they do.
      let valid = (own["data"]?.arrayValue ?? []).filter {
        $0["revoked_at"] == nil && ($0["expires_at"]?.stringValue ?? "") > now
      }
      guard let only = valid.first, valid.count == 1 else {
        throw CommandFailure(
          Exit.usage,
          Text(en: "you have \(valid.count) valid tokens; name one", ja: "有効なトークンが\(valid.count)件あります。IDを指定してください"),
          hint: Text(en: "sekisho token list", ja: "sekisho token list"))
      }
      return only
    }
    if let mine = own["data"]?.arrayValue?.first(where: { $0["id"]?.stringValue == id }) { return mine }
    let all = try await session.client.get("/v1/tokens", query: [("all", "true")]).json()
    return try Choice.one(all, where: "id", is: id, Text(en: "token", ja: "トークン"))
  }

  private func storedFile(_ language: Language) throws -> String {
    let file = try ContextFile.read(Environment.configurationFile, language)
    guard let path = try user.choice.chosen(file)?.context.tokenFile else {
      throw CommandFailure(
        Exit.usage, Text(en: "the context in use has no token file", ja: "使用中のコンテキストにトークンファイルがありません"))
    }
    return file.resolve(path)
  }
}

struct TokenRevoke: UserCommand {
  static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke a token. トークンを失効させる。")

  @Argument(help: "Id of the token. トークンのID。")
  var id: String
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    _ = try await session.send(APIRequest.plain(.delete, "/v1/tokens/\(id)"), write)
    try session.output.record(Choice.done(id, ["dry_run": .bool(write.dryRun)]), Choice.doneColumns)
  }
}
