import Diagnostics

/// The shapes of casts and scenario cases.
enum CaseShapes {
  private typealias Common = CommonShapes

  static let cast: [Shape.Key] = [
    required("cast", "Name of the cast.", "配役の名前。", .string(least: 1, most: 64)),
    required(
      "units", "Units.", "部署。",
      .list(
        .record([
          required("code", "Code.", "コード。", .named("code")), Common.title("Name.", "名称。"),
          optional("parent", "Unit above.", "上位の部署。", .named("code")),
        ]))),
    required(
      "positions", "Positions.", "職。",
      .list(
        .record([
          required("code", "Code.", "コード。", .named("code")), Common.title("Name.", "名称。"),
          required("unit", "Unit.", "部署。", .named("code")),
          optional("roles", "Roles it carries.", "もつ役割。", Common.names),
          optional("deputies", "Positions that act while it is absent.", "代決できる職。", Common.names),
        ]))),
    required(
      "people", "People.", "人。",
      .list(
        .record([
          required("code", "Code.", "コード。", .named("code")), required("name", "Name.", "氏名。", .named("text")),
          optional("email", "Mail address.", "メール。", .string(least: 3, most: 254)),
          optional("positions", "Positions held.", "就いている職。", Common.names),
        ]))),
    optional("parties", "Vendors.", "事業者。", .list(.named("party"))),
    optional("delegations", "Who may act for whom.", "委任。", .list(.named("delegation"))),
  ]

  static let scenario: [Shape.Key] = [
    required("case", "What it shows.", "事例の説明。", .string(least: 1, most: 300)),
    required("at", "When it begins: 2026-04-10T10:00, or a day.", "開始日時。例：2026-04-10T10:00、または日付", .named("moment")),
    required("steps", "One after the other.", "手順。", .list(.named("step"), atLeast: 1)),
  ]

  private static let at = optional("at", "Time passes to here first.", "先にこの日時まで進める。", .named("moment"))
  private static let expect = optional("expect", "What it must come to.", "期待する結果。", .named("expectation"))
  private static let on = required(
    "on", "The item: an alias, or alias.workflow.", "案件：別名、または 別名.ワークフロー。", .string(least: 1))
  private static let by = required("by", "A person, or person/POSITION.", "人、または 人/職。", .string(least: 1, most: 200))
  private static let reason = optional("reason", "Reason.", "理由。", .string())
  private static let data = Shape.map(.any)

  private static let intake = optional(
    "intake", "true: by the intake that read the document (x-set-by).", "true なら文書を読み取った受付として（x-set-by）。", .flag)

  private static func step(_ keys: [Shape.Key]) -> Shape { .record([at] + keys + [intake, expect]) }

  static let named: [String: Shape] = [
    "moment": .string(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"),
    "party": .record([
      required("code", "Code.", "コード。", .named("code")), required("name", "Name.", "名称。", .named("text")),
      optional("corporate_number", "13 digits.", "法人番号（13 桁）。", .string(least: 13, most: 13)),
      optional("registration_number", "T and 13 digits.", "登録番号（T と 13 桁）。", .string(least: 14, most: 14)),
      optional(
        "suspended", "Periods of suspension.", "指名停止の期間。",
        .some(
          .record([
            optional("from", "First day.", "最初の日。", .named("day")), optional("to", "Last day.", "最後の日。", .named("day")),
            optional("reason", "Reason.", "理由。", .string()),
          ]))),
      optional(
        "users", "Its users.", "利用者。",
        .list(
          .record([
            required("code", "Code.", "コード。", .named("code")), required("name", "Name.", "氏名。", .named("text")),
            optional("email", "Mail address.", "メール。", .string(least: 3, most: 254)),
            required("roles", "Roles.", "役割。", Common.names),
          ]))),
    ]),
    "delegation": .record([
      required("from", "Who delegates.", "委任する人。", .named("code")),
      required("to", "To whom.", "委任を受ける人。", .named("code")),
      optional("roles", "Roles; default all.", "役割。既定はすべて。", Common.names),
      optional("since", "First day.", "最初の日。", .named("day")),
      optional("until", "Last day.", "最後の日。", .named("day")),
      optional("max_amount", "Up to this amount.", "金額の上限。", .integer(0...Int.max)),
    ]),
    "step": .oneOf([
      step([
        required("create", "Workflow.", "ワークフロー。", .string()),
        optional("as", "Alias of the item.", "案件の別名。", .string()),
        optional("under", "Item in whose family it is created.", "作成元の案件。", .string(least: 1)), by,
        optional("data", "Data.", "データ。", data),
      ]),
      step([
        required("do", "Transition, duty, or open.", "遷移、義務、または open。", .string()), on, by,
        optional("set", "Input.", "入力。", data), reason,
      ]),
      step([
        required(
          "vote", "approve, return or reject.", "approve、return、reject のいずれか。", .word(["approve", "return", "reject"])),
        on, by, reason,
      ]),
      step([optional("edit", "Data to change; null removes.", "変更するデータ。null は消去。", data).needed, on, by, reason]),
      step([
        required("attach", "Document slot.", "添付欄。", .string()), on, by,
        required(
          "file", "The file.", "ファイル。",
          .record([
            required("name", "Name.", "名前。", .string()), required("media", "Media type.", "メディアタイプ。", .string()),
            optional("text", "Content.", "内容。", .string()),
            optional("size", "Or so many blanks.", "または大きさ。", .named("size")),
          ])),
      ]),
      step([
        required(
          "link", "Joins two items.", "案件の関連付け。",
          .record([
            required("from", "Item.", "案件。", .string(least: 1)), required("to", "Item.", "案件。", .string(least: 1)),
            required("relation", "Relation.", "関係。", .string(least: 1, most: 64)),
          ])), by,
      ]),
      step([required("delegate", "A delegation.", "委任。", .named("delegation"))]),
      step([
        required(
          "absent", "Somebody is away.", "不在。",
          .record([
            required("person", "Person.", "人。", .named("code")), optional("from", "First day.", "最初の日。", .named("day")),
            optional("until", "Last day.", "最後の日。", .named("day")),
          ]))
      ]),
      step([
        required(
          "move", "Personnel move.", "人事異動。",
          .record([
            required("person", "Person.", "人。", .named("code")),
            optional("from", "Position left.", "離れる職。", .named("code")),
            optional("to", "Position taken.", "就く職。", .named("code")),
          ]))
      ]),
      step([
        required(
          "task", "An outside task ends.", "外部作業の終了。",
          .record([
            required("name", "Task.", "作業。", .string()), optional("result", "Result.", "結果。", .any),
            optional("failed", "true: it failed.", "true なら失敗。", .flag),
          ])), on,
      ]),
      .record([at.needed, intake, expect]),
    ]),
    "expectation": .open(
      [
        optional(
          "refused", "The kind of refusal.", "拒否の種類。", .word(["denied", "blocked", "invalid", "unknown", "stale"])),
        optional("because", "Texts that occur in a reason.", "理由に含まれる文言。", .some(.string(least: 1, most: 1_000))),
      ] + item, others: .record(item)),
  ]

  private static let item: [Shape.Key] = [
    optional("state", "State.", "状態。", .string()), optional("data", "Part of the data.", "データの一部。", data),
    optional("version", "Version.", "版。", .integer(1...Int.max)), optional("outcome", "Outcome.", "結果。", .string()),
    optional("open_duties", "Open duties.", "未了の義務。", .list(.string())),
    optional(
      "may", "Person → all acts that are theirs in this state, by role; guards aside.",
      "人 → この状態でその人に許されるすべての操作（条件の充足は問わない）。",
      .map(.list(.string()))),
    optional(
      "no_effects", "Effects that this step must not have.", "この手順にあってはならない効果。",
      .list(.string(pattern: effectPattern))),
    optional(
      "tasks", "Outside work ordered → part of what it is told.", "依頼した外部作業 → 伝える内容の一部。", .map(.map(.any))),
    optional(
      "effects", "Effects of this step, such as timer NAME DATE or remind NAME ROLE DATE.",
      "この手順の効果。例：timer 名前 日付、remind 名前 役割 日付",
      .list(.string(pattern: effectPattern))),
  ]

  private static let effectPattern = "^(timer|notify|escalate|remind|open|task|start|round)( .*)?$"
}

extension Shape.Key {
  fileprivate var needed: Shape.Key { Shape.Key(name: name, text: text, isRequired: true, shape: shape) }
}
