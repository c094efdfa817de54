import JSON

/// What is shown of items.
enum ItemColumns {
  static let list = [
    Column("code", en: "Code", ja: "番号"),
    Column("workflow", en: "Workflow", ja: "ワークフロー", at: "/workflow").forPrograms,
    Column("workflow_title", en: "Workflow", ja: "種別"),
    Column("state", en: "State", ja: "状態").forPrograms,
    Column("state_title", en: "State", ja: "状態"),
    Column("subject", en: "Subject", ja: "件名"),
    Column("amount", en: "Amount (JPY)", ja: "金額(円)", .amount),
    Column("party", en: "Party", ja: "取引先"),
    Column("date", en: "Date", ja: "日付"),
    Column("unit", en: "Unit", ja: "部署"),
    Column("version", en: "Version", ja: "版", .number).forPrograms,
    Column("updated_at", en: "Updated", ja: "更新", .moment),
  ]

  static let one = [
    Column("code", en: "Code", ja: "番号"), Column("id", en: "Id", ja: "ID"),
    Column("workflow_title", en: "Workflow", ja: "種別"),
    Column("state", en: "State", ja: "状態").forPrograms,
    Column("state_title", en: "State", ja: "状態"), Column("version", en: "Version", ja: "版", .number),
    Column("subject", en: "Subject", ja: "件名"), Column("amount", en: "Amount (JPY)", ja: "金額(円)", .amount),
    Column("party", en: "Party", ja: "取引先"), Column("date", en: "Date", ja: "日付"),
    Column("unit", en: "Unit", ja: "部署"), Column("created_by", en: "Created by", ja: "作成者"),
    Column("created_at", en: "Created", ja: "作成", .moment),
    Column("entered_at", en: "In this state since", ja: "状態の開始", .moment),
    Column("updated_at", en: "Updated", ja: "更新", .moment), Column("outcome", en: "Outcome", ja: "結果"),
    Column("parent", en: "Under", ja: "親案件"),
  ]

  /// Of a write: what came of it, or would come.
  static let receipt = [
    Column("code", en: "Code", ja: "番号"), Column("item", en: "Id", ja: "ID"),
    Column("state", en: "State", ja: "状態"), Column("version", en: "Version", ja: "版", .number),
    Column("created", en: "Created", ja: "作成した案件") { receipt in
      .array((receipt["created"]?.arrayValue ?? []).compactMap { $0["code"] ?? $0["workflow"] })
    },
    Column("replay", en: "Repeated", ja: "再送", .flag),
    Column("dry_run", en: "Dry run", ja: "試行", .flag),
  ]

  static let entry = [
    Column("at", en: "When", ja: "日時", .moment), Column("code", en: "Item", ja: "案件"),
    Column("event", en: "Event", ja: "記録").forPrograms,
    Column("event_title", en: "Event", ja: "記録") { EntrySummary.titleValue($0) },
    Column("act", en: "Act", ja: "操作") { EntrySummary.act($0) },
    Column("to", en: "State", ja: "状態") { $0["body"]?["to"] },
    Column("person", en: "Person", ja: "利用者"), Column("role", en: "Role", ja: "役割"),
    Column("behalf", en: "In the name of", ja: "代理された人"),
    Column("text", en: "Words", ja: "内容") { EntrySummary.words($0) },
    Column("version", en: "Version", ja: "版", .number).forPrograms,
    Column("id", en: "Entry", ja: "記録ID").forPrograms,
  ]
}
