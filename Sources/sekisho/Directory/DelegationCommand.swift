import ArgumentParser
import Diagnostics
import JSON

struct DelegationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delegation", abstract: "Who acts in whose name, for how long. 代理の委任。",
    subcommands: [DelegationList.self, DelegationAdd.self, DelegationRevoke.self])

  static let outcome = [
    Column("status", en: "Outcome", ja: "結果"), Column("change", en: "Change", ja: "提案", .number),
    Column("dry_run", en: "Dry run", ja: "試行"),
  ]

  /// One's own takes effect at once, another's waits for a second administrator.
  static func show(_ answer: JSONValue, _ session: Session) throws {
    try session.output.record(answer, outcome)
    guard answer["status"] == "proposed", let change = answer["change"]?.int64, answer["dry_run"] != true else {
      return
    }
    session.note(
      Text(
        en: "another administrator: sekisho people approve \(change)",
        ja: "別の管理者が「sekisho people approve \(change)」で承認します"))
  }
}

struct DelegationList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Delegations that one gave or took. 自分が行った・受けた委任。")

  @Flag(help: "Everybody's (scope admin). 全員分。")
  var all = false
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("id", en: "Id", ja: "番号", .number), Column("giver", en: "Giver", ja: "委任者"),
    Column("taker", en: "Taker", ja: "受任者"), Column("roles", en: "Roles", ja: "役割"),
    Column("max_amount", en: "Up to", ja: "限度額", .amount), Column("from", en: "From", ja: "開始"),
    Column("to", en: "To", ja: "終了"),
  ]

  func perform(_ session: Session) async throws {
    let query = all ? [(name: "all", value: "true")] : []
    try session.output.list(try await session.client.get("/v1/delegations", query: query).json(), Self.columns)
  }
}

struct DelegationAdd: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Give somebody leave to act in one's name. 代理を委任する。",
    discussion: "One's own takes effect at once; in another's name (--giver, scope admin) it is a proposal.")

  @Argument(help: "Code of the person who shall act. 受任者のコード。")
  var taker: String
  @Option(help: "Last day, YYYY-MM-DD. 最終日。")
  var to: String
  @Option(help: "First day; today unless told. 開始日。")
  var from: String?
  @Option(help: "Only in this role (repeatable); all delegable ones unless told. 役割。")
  var role: [String] = []
  @Option(help: "Only up to this amount in yen. 限度額(円)。")
  var maxAmount: Int64?
  @Option(help: "In this person's name (scope admin). 委任者。")
  var giver: String?
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var body: [String: JSONValue] = ["taker": .string(taker), "to": .string(to)]
    body["from"] = from.map { .string($0) }
    body["giver"] = giver.map { .string($0) }
    body["max_amount"] = maxAmount.map { .number(.init($0)) }
    if !role.isEmpty { body["roles"] = .array(role.map { .string($0) }) }
    let request = APIRequest.plain(
      .post, "/v1/delegations", query: DirectoryProposal.query(reason), body: .json(.object(body)))
    try DelegationCommand.show(try await session.send(request, write).json(), session)
  }
}

struct DelegationRevoke: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "End a delegation. 委任を取り消す。")

  @Argument(help: "Id of the delegation. 委任の番号。")
  var id: Int32
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let request = APIRequest.plain(
      .delete, "/v1/delegations/\(String(id))", query: DirectoryProposal.query(reason))
    try DelegationCommand.show(try await session.send(request, write).json(), session)
  }
}

struct AbsenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "absence", abstract: "Days away, on which deputies may act. 不在期間(代決できる日)。",
    subcommands: [AbsenceList.self, AbsenceAdd.self, AbsenceRevoke.self])
}

struct AbsenceList: UserCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "One's own days away. 自分の不在期間。")

  @Flag(help: "Everybody's (scope admin). 全員分。")
  var all = false
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("id", en: "Id", ja: "番号", .number), Column("person", en: "Person", ja: "人"),
    Column("from", en: "From", ja: "開始"), Column("to", en: "To", ja: "終了"),
  ]

  func perform(_ session: Session) async throws {
    let query = all ? [(name: "all", value: "true")] : []
    try session.output.list(try await session.client.get("/v1/absences", query: query).json(), Self.columns)
  }
}

struct AbsenceAdd: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Say on which days one is away. 不在期間を登録する。")

  @Option(help: "First day, YYYY-MM-DD. 開始日。")
  var from: String
  @Option(help: "Last day, YYYY-MM-DD. 最終日。")
  var to: String
  @Option(help: "Of this person (scope admin). 対象者。")
  var person: String?
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var body: [String: JSONValue] = ["from": .string(from), "to": .string(to)]
    body["person"] = person.map { .string($0) }
    let request = APIRequest.plain(
      .post, "/v1/absences", query: DirectoryProposal.query(reason), body: .json(.object(body)))
    try DelegationCommand.show(try await session.send(request, write).json(), session)
  }
}

struct AbsenceRevoke: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Take back an absence. 不在の登録を取り消す。")

  @Argument(help: "Id of the absence. 不在の番号。")
  var id: Int32
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let request = APIRequest.plain(.delete, "/v1/absences/\(String(id))", query: DirectoryProposal.query(reason))
    try DelegationCommand.show(try await session.send(request, write).json(), session)
  }
}
