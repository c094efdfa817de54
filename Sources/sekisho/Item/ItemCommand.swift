import ArgumentParser
import Diagnostics
import JSON

struct ItemCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "item", abstract: "Items: create, look, act. 案件の作成・参照・操作。",
    subcommands: [
      ItemCreate.self, ItemList.self, ItemShow.self, ItemTransitions.self, ItemAdvance.self, ItemEdit.self,
      ItemAttach.self, ItemComment.self, ItemLink.self, ItemOpen.self, ItemHistory.self, ItemWatch.self,
      ItemCorrect.self,
    ])
}

/// The item that a command is about.
struct ItemArgument: ParsableArguments {
  @Argument(help: "A code such as CR-2026-000001, or an id. 番号又はID。")
  var item: String
}

struct ItemCreate: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create an item of a workflow. 案件を作成する。",
    discussion: "sekisho item create contract-request --set subject=端末の購入 --set estimate:=1200000")

  @Argument(help: "Name of the workflow. ワークフロー名。")
  var workflow: String
  @OptionGroup var input: DataOptions
  @Option(help: "Item under which it stands. 親案件。")
  var under: String?
  @Option(help: "Responsible unit, where it is not the creator's. 担当部署。")
  var unit: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var body: [String: JSONValue] = [
      "workflow": .string(workflow), "data": .object(try input.fields(session.language)),
    ]
    body["under"] = under.map { .string($0) }
    body["unit"] = unit.map { .string($0) }
    let answer = try await session.send(APIRequest(.post, "/v1/items", body: .json(.object(body))), write, act)
    try session.output.receipt(try answer.json())
  }
}

struct ItemEdit: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change fields; NAME:=null removes one. 項目を変更する。")

  @OptionGroup var item: ItemArgument
  @OptionGroup var input: DataOptions
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func validate() throws {
    if input.isEmpty { throw ValidationError("name fields with --set or --data / --set 又は --data で項目を指定してください") }
  }

  func perform(_ session: Session) async throws {
    var body: [String: JSONValue] = ["data": .object(try input.fields(session.language))]
    body["reason"] = reason.map { .string($0) }
    let request = APIRequest(.patch, "/v1/items/\(item.item)", body: .json(.object(body)))
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}

struct ItemComment: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "comment", abstract: "Comment on an item. コメントする。")

  @OptionGroup var item: ItemArgument
  @Argument(help: "The comment; - reads standard input. コメント。")
  var text: String
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var words = text
    if text == "-" {
      words = String(decoding: try InputFile.read("-", limit: 64 << 10, session.language), as: UTF8.self)
      while words.hasSuffix("\n") { words.removeLast() }
    }
    let request = APIRequest(.post, "/v1/items/\(item.item)/comments", body: .json(["text": .string(words)]))
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}

struct ItemLink: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Link an item to another one. 別の案件と関連付ける。")

  @OptionGroup var item: ItemArgument
  @Argument(help: "Name of the relation. 関連の名前。")
  var relation: String
  @Argument(help: "The other item. 相手の案件。")
  var other: String
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let body: JSONValue = ["relation": .string(relation), "to": .string(other)]
    let request = APIRequest(.post, "/v1/items/\(item.item)/links", body: .json(body))
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}

struct ItemOpen: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Mark as opened: it cannot be recalled any more. 開封を記録する(以後は引戻し不可)。")

  @OptionGroup var item: ItemArgument
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let request = APIRequest(.post, "/v1/items/\(item.item)/opened")
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}
