import ArgumentParser
import Diagnostics
import JSON

/// What a search for items is narrowed by.
struct ItemFilter: ParsableArguments {
  @Option(help: "State (repeatable: any of them). 状態。")
  var state: [String] = []
  @Option(help: "Counterparty. 取引先。")
  var party: String?
  @Option(help: "Responsible unit. 担当部署。")
  var unit: String?
  @Option(help: "Date of the item, from (YYYY-MM-DD). 日付(以降)。")
  var from: String?
  @Option(help: "Date of the item, to and including. 日付(まで)。")
  var to: String?
  @Option(help: "Amount in yen, from. 金額(以上)。")
  var minAmount: Int64?
  @Option(help: "Amount in yen, to. 金額(以下)。")
  var maxAmount: Int64?
  @Option(help: "Part of the subject, or the code. 件名の一部又は番号。")
  var text: String?
  @Option(help: "Items of the family of this item. この案件と一連の案件。")
  var family: String?
  @Flag(help: "Only open items. 未完了のみ。")
  var open = false
  @Flag(help: "Only closed items. 完了のみ。")
  var closed = false
  @Option(help: "At most so many (50). 件数の上限。")
  var limit: Int = 50
  @Flag(help: "All of them. 全件。")
  var all = false

  func validate() throws {
    if open, closed { throw ValidationError("--open or --closed, not both / --open と --closed は同時に使えません") }
    if limit < 1 { throw ValidationError("--limit takes 1 or more / --limit は1以上です") }
  }

  var query: [(name: String, value: String)] {
    var query = state.map { (name: "state", value: $0) }
    let texts: [(String, String?)] = [
      ("party", party), ("unit", unit), ("from", from), ("to", to), ("min_amount", minAmount.map { String($0) }),
      ("max_amount", maxAmount.map { String($0) }), ("text", text), ("family", family),
    ]
    for (name, value) in texts { if let value { query.append((name, value)) } }
    if open || closed { query.append(("open", open ? "true" : "false")) }
    return query
  }

  /// The items, and a word where there are more.
  func pages(_ path: APIPath, extra: [(name: String, value: String)] = [], _ session: Session) async throws -> JSONValue
  {
    let answer = try await session.pages(path, query: extra + query, limit: all ? .max : limit)
    if answer["next"] != nil {
      session.note(Text(en: "there are more: --all, or --limit", ja: "続きがあります(--all 又は --limit)"))
    }
    return answer
  }
}

struct ItemList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Search items, newest first. 案件を検索する(新しい順)。")

  @Argument(help: "Name of a workflow. ワークフロー名。")
  var workflow: String?
  @OptionGroup var filter: ItemFilter
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let extra = workflow.map { [(name: "workflow", value: $0)] } ?? []
    try session.output.list(try await filter.pages("/v1/items", extra: extra, session), ItemColumns.list)
  }
}
