import ArgumentParser
import Diagnostics
import JSON

struct PeopleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "People and the positions that they hold. 人と職。",
    subcommands: [
      PeopleList.self, PeopleShow.self, PeopleImport.self, PeopleChanges.self, PeopleChange.self, PeopleApprove.self,
      PeopleDecline.self,
    ])

  static let columns = [
    Column("code", en: "Code", ja: "コード"), Column("name", en: "Name", ja: "氏名"),
    Column("positions", en: "Positions", ja: "職"), Column("party", en: "Party", ja: "事業者"),
    Column("party_roles", en: "Roles there", ja: "事業者での役割"), Column("email", en: "Mail", ja: "メール"),
    Column("is_active", en: "Active", ja: "在籍", .flag),
  ]
}

struct PeopleList: UserCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "People, by code. 人の一覧。")

  @Option(help: "Holders of this position. この職の在職者。")
  var position: String?
  @Option(help: "Users of this party. この事業者の利用者。")
  var party: String?
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var query: [(name: String, value: String)] = []
    if let position { query.append(("position", position)) }
    if let party { query.append(("party", party)) }
    try session.output.list(try await session.client.get("/v1/people", query: query).json(), PeopleCommand.columns)
  }
}

struct PeopleShow: UserCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one person. 人を表示する。")

  @Argument(help: "Code of the person. 人のコード。")
  var code: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let all = try await session.client.get("/v1/people").json()
    let person = try Choice.one(all, where: "code", is: code, Text(en: "person", ja: "利用者"))
    try session.output.record(person, PeopleCommand.columns)
  }
}

struct PositionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "position", abstract: "Positions and who holds them. 職と在職者。",
    subcommands: [PositionList.self, PositionShow.self])

  static let columns = [
    Column("code", en: "Code", ja: "コード"), Column("title", en: "Title", ja: "名称"), Column("unit", en: "Unit", ja: "部署"),
    Column("holders", en: "Holders", ja: "在職者"), Column("roles", en: "Roles", ja: "役割"),
    Column("deputies", en: "Deputies", ja: "代決者"),
  ]
}

struct PositionList: UserCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Positions, by code. 職の一覧。")

  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    try session.output.list(try await session.client.get("/v1/positions").json(), PositionCommand.columns)
  }
}

struct PositionShow: UserCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one position. 職を表示する。")

  @Argument(help: "Code of the position. 職のコード。")
  var code: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let all = try await session.client.get("/v1/positions").json()
    let position = try Choice.one(all, where: "code", is: code, Text(en: "position", ja: "職"))
    try session.output.record(position, PositionCommand.columns)
  }
}

struct PartyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "party", abstract: "Counterparties. 取引先。",
    subcommands: [PartyList.self, PartyShow.self, PartyAdd.self, PartyUser.self])

  static let columns = [
    Column("code", en: "Code", ja: "コード"), Column("name", en: "Name", ja: "名称"),
    Column("corporate_number", en: "Corporate number", ja: "法人番号"),
    Column("registration_number", en: "Registration number", ja: "登録番号"),
    Column("suspensions", en: "Suspended", ja: "指名停止") { party in
      .array(
        (party["suspensions"]?.arrayValue ?? []).map {
          .string(Shown.plain($0["from"], .en) + "~" + Shown.plain($0["to"], .en))
        })
    },
  ]
}

struct PartyList: UserCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Counterparties, by code. 取引先の一覧。")

  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    try session.output.list(try await session.client.get("/v1/parties").json(), PartyCommand.columns)
  }
}

struct PartyShow: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one counterparty and its users. 取引先とその利用者を表示する。")

  @Argument(help: "Code of the party. 取引先のコード。")
  var code: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let all = try await session.client.get("/v1/parties").json()
    var party = try Choice.one(all, where: "code", is: code, Text(en: "party", ja: "取引先")).objectValue ?? [:]
    party["users"] = try await session.client.get("/v1/people", query: [("party", code)]).json()["data"]
    let users = Column("users", en: "Users", ja: "利用者") { party in
      .array((party["users"]?.arrayValue ?? []).compactMap { $0["code"] })
    }
    try session.output.record(.object(party), PartyCommand.columns + [users])
  }
}
