import ArgumentParser
import Diagnostics
import JSON

struct PartyAdd: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Propose a party, new or changed. 取引先の登録・変更を提案する。",
    discussion: "What is not given stays as it is. Another administrator approves: sekisho people approve NUMBER.")

  @Argument(help: "Code of the party. 取引先のコード。")
  var code: String
  @Option(help: "Name in English. 英語名。")
  var nameEn: String?
  @Option(help: "Name in Japanese. 日本語名。")
  var nameJa: String?
  @Option(help: "Corporate number, 13 digits. 法人番号。")
  var corporateNumber: String?
  @Option(help: "Number of the qualified invoice issuer, T and 13 digits. 登録番号。")
  var registrationNumber: String?
  @Option(help: "Why (kept with the proposal). 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let known = try await session.client.get("/v1/parties").json()["data"]?.arrayValue ?? []
    var party = known.first { $0["code"]?.stringValue == code }?.objectValue ?? [:]
    party = party.filter {
      ["code", "name", "corporate_number", "registration_number", "suspensions"].contains($0.key)
    }
    party["code"] = .string(code)
    party["name"] = try DirectoryName.merged(party["name"], nameEn, nameJa)
    if let corporateNumber { party["corporate_number"] = .string(corporateNumber) }
    if let registrationNumber { party["registration_number"] = .string(registrationNumber) }
    let request = APIRequest.plain(
      .put, "/v1/parties/\(code)", query: DirectoryProposal.query(reason), body: .json(.object(party)))
    try DirectoryProposal.show(try await session.send(request, write).json(), session)
  }
}

struct PartyUser: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Users of a party. 取引先の利用者。", subcommands: [PartyUserList.self, PartyUserAdd.self])
}

struct PartyUserList: UserCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Users of a party. 利用者の一覧。")

  @Argument(help: "Code of the party. 取引先のコード。")
  var party: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/people", query: [("party", party)]).json()
    try session.output.list(answer, PeopleCommand.columns)
  }
}

struct PartyUserAdd: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Propose a user of a party, new or changed. 利用者の登録・変更を提案する。",
    discussion: "What is not given stays as it is. Another administrator approves: sekisho people approve NUMBER.")

  @Argument(help: "Code of the party. 取引先のコード。")
  var party: String
  @Argument(help: "Code of the person. 人のコード。")
  var person: String
  @Option(help: "Name in English. 英語名。")
  var nameEn: String?
  @Option(help: "Name in Japanese. 日本語名。")
  var nameJa: String?
  @Option(help: "Mail address. メールアドレス。")
  var email: String?
  @Option(help: "Role for the party (repeatable), such as vendor. 役割。")
  var role: [String] = []
  @Flag(help: "The person no longer acts for the party. 利用を停止する。")
  var inactive = false
  @Option(help: "Why (kept with the proposal). 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let known = try await session.client.get("/v1/people", query: [("party", party)]).json()["data"]?.arrayValue ?? []
    var members = known.first { $0["code"]?.stringValue == person }?.objectValue ?? [:]
    members = members.filter { ["name", "email", "party_roles"].contains($0.key) }
    members["code"] = .string(person)
    members["party"] = .string(party)
    members["name"] = try DirectoryName.merged(members["name"], nameEn, nameJa)
    if let email { members["email"] = .string(email) }
    if !role.isEmpty { members["party_roles"] = .array(role.map { .string($0) }) }
    members["is_active"] = .bool(!inactive)
    let request = APIRequest.plain(
      .put, "/v1/parties/\(party)/users/\(person)", query: DirectoryProposal.query(reason),
      body: .json(.object(members)))
    try DirectoryProposal.show(try await session.send(request, write).json(), session)
  }
}

enum DirectoryName {
  /// A name in both languages; what is not given stays.
  static func merged(_ present: JSONValue?, _ en: String?, _ ja: String?) throws -> JSONValue {
    guard let en = en ?? present?["en"]?.stringValue, let ja = ja ?? present?["ja"]?.stringValue else {
      throw CommandFailure(
        Exit.usage, Text(en: "a new one needs --name-en and --name-ja", ja: "新規登録には --name-en と --name-ja が必要です"))
    }
    return ["en": .string(en), "ja": .string(ja)]
  }
}
