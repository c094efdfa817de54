import ArgumentParser
import Diagnostics
import JSON

struct InboxCommand: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox", abstract: "Items that one can act on now. 自分が今対応できる案件。")

  @Option(help: "At most so many (100). 件数の上限。")
  var limit: Int = 100
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("code", en: "Code", ja: "番号", at: "/item/code"),
    Column("workflow", en: "Workflow", ja: "種別", at: "/item/workflow").forPrograms,
    Column("workflow_title", en: "Workflow", ja: "種別", at: "/item/workflow_title"),
    Column("state", en: "State", ja: "状態", at: "/item/state").forPrograms,
    Column("state_title", en: "State", ja: "状態", at: "/item/state_title"),
    Column("subject", en: "Subject", ja: "件名", at: "/item/subject"),
    Column("amount", en: "Amount (JPY)", ja: "金額(円)", .amount, at: "/item/amount"),
    Column("day", en: "Deadline", ja: "期限") { line in
      let days = (line["item"]?["deadlines"]?.arrayValue ?? []).compactMap { $0["day"]?.stringValue }
      return days.min().map { .string($0) }
    },
    Column("acts", en: "Acts", ja: "操作") { line in
      .array((line["acts"]?.arrayValue ?? []).compactMap { $0["name"] })
    },
  ]

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/inbox", query: [("limit", String(limit))]).json()
    try session.output.list(answer, Self.columns)
  }
}

struct BoardCommand: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "board", abstract: "Open items of a workflow by state. ワークフローの未完了案件(状態別)。")

  @Argument(help: "Name of the workflow. ワークフロー名。")
  var workflow: String
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("state", en: "State", ja: "状態"), Column("title", en: "Title", ja: "名称"),
    Column("total", en: "Items", ja: "件数", .number),
    Column("items", en: "Codes", ja: "番号") { column in
      .array((column["items"]?.arrayValue ?? []).compactMap { $0["code"] })
    },
  ]

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/board/\(workflow)").json()
    try session.output.list(answer, Self.columns) { layout(answer, session) }
  }

  private func layout(_ answer: JSONValue, _ session: Session) -> [String] {
    let (language, style) = (session.language, session.output.style)
    return (answer["data"]?.arrayValue ?? []).flatMap { column in
      let items = column["items"]?.arrayValue ?? []
      let rows = items.map { item in
        [
          "  " + Shown.text(item["code"], language), Shown.moment(Shown.text(item["entered_at"], language)),
          Shown.text(item["subject"], language),
        ]
      }
      let head = Shown.text(column["title"], language) + " (" + Shown.text(column["state"], language) + ")  "
      return [style.bold(head + Shown.text(column["total"], language))] + TableText.rows(rows)
    }
  }
}
