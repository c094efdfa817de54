import ArgumentParser
import Diagnostics
import JSON

struct ItemCorrect: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Correct a mistake under four eyes: propose, then another person confirms. 誤りを訂正する(提案と別の人の確認)。",
    discussion: """
      sekisho item correct CR-2026-000001 --set estimate:=1200000 --reason 桁誤り
      sekisho item correct CR-2026-000001 --confirm --reason 原本と照合した
      """)

  @OptionGroup var item: ItemArgument
  @OptionGroup var input: DataOptions
  @Option(help: "State that the item should be in. 正しい状態。")
  var state: String?
  @Option(help: "Why. 理由。")
  var reason: String?
  @Flag(help: "Confirm what another person proposed. 他の人の提案を確認する。")
  var confirm = false
  @Flag(help: "Refuse what is proposed. 提案を却下する。")
  var refuse = false
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func validate() throws {
    let proposes = !input.isEmpty || state != nil
    guard [proposes, confirm, refuse].count(where: { $0 }) == 1 else {
      throw ValidationError(
        "propose with --set, --data or --state; or --confirm; or --refuse / 提案(--set・--data・--state)、--confirm、--refuse のいずれか一つです"
      )
    }
    if reason == nil, !confirm { throw ValidationError("--reason is needed / --reason が必要です") }
  }

  func perform(_ session: Session) async throws {
    let request: APIRequest
    if confirm || refuse {
      var body: [String: JSONValue] = ["confirm": .bool(confirm)]
      body["reason"] = reason.map { .string($0) }
      request = APIRequest(.post, "/v1/items/\(item.item)/corrections/settlement", body: .json(.object(body)))
    } else {
      var body: [String: JSONValue] = ["reason": .string(reason ?? "")]
      let fields = try input.fields(session.language)
      if !fields.isEmpty { body["data"] = .object(fields) }
      body["state"] = state.map { .string($0) }
      request = APIRequest(.post, "/v1/items/\(item.item)/corrections", body: .json(.object(body)))
    }
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}
