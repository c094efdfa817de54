import Diagnostics

/// The shape of a definition, key by key in the order in which they are written.
enum DefinitionShapes {
  private typealias Common = CommonShapes

  static let workflow: [Shape.Key] = [
    required(
      "workflow", "Name of the workflow, in kebab-case.", "ワークフローの名前（kebab-case）。",
      .string(pattern: Common.kebab, most: 64)),
    Common.title("Title in both languages.", "両言語の名称。"),
    optional("description", "What it is for.", "説明。", .named("text")),
    required(
      "key", "Pattern of item codes, such as LN-{fiscal_year}-{sequence:6}.",
      "案件コードの書式。例：LN-{fiscal_year}-{sequence:6}", .string()),
    optional("calendar", "Working days and closures for deadlines.", "期限に使う暦。", .string()),
    optional("parameters", "Effective-dated tables that expressions may read.", "式から参照する施行日付きの表。", .list(.string())),
    optional("create", "Who may create an item, and under what.", "案件を作成できる役割と作成元。", .named("creation")),
    optional(
      "search", "What lists show and searches find: expressions over data.", "一覧と検索に使う値（データの式）。", .named("search")),
    optional(
      "keys", "Named lists of expressions: same_key finds items with equal values.", "同じ値の案件を探すキー（same_key）。",
      .map(.some(.scalar), names: Common.snake)),
    optional("abandon", "Final state of an item whose parent no longer waits for it.", "親が待たなくなった案件の終了状態。", .string()),
    required(
      "data", "JSON Schema 2020-12 of the item's data; x-unit, x-visible, x-hidden-until are ours.",
      "案件データの JSON Schema 2020-12。x-unit、x-visible、x-hidden-until は独自。", .named("item_schema")),
    optional("documents", "Slots for documents.", "添付欄。", .map(.named("document"), names: Common.snake)),
    required("roles", "Who acts.", "役割。", .map(.named("role"), names: Common.snake)),
    required("states", "Where an item can be.", "状態。", .map(.named("state"), names: Common.snake)),
    required("transitions", "What moves it.", "遷移。", .map(.named("transition"), names: Common.snake)),
    optional(
      "duties", "Obligations that do not hold up the flow until they must.", "義務（後に残る手続）。",
      .map(.named("duty"), names: Common.snake)),
    optional(
      "migrate", "How items of the version before move to this one: old name → new name.", "旧版の案件の移行（旧名→新名）。",
      .named("migration")),
  ]

  static let named: [String: Shape] = parts.merging(flow) { first, _ in first }

  private static let guards = Shape.list(.named("guard"))
  private static let with = Shape.map(.scalar)

  private static let parts: [String: Shape] = [
    "creation": .record([
      required("by", "Roles that may create.", "作成できる役割。", Common.names),
      optional("parents", "Workflows under which it may be created.", "作成元のワークフロー。", Common.names),
      optional("standalone", "false: never without a parent.", "false なら作成元なしでは作成不可。", .flag),
      optional("input", "Data asked for at creation.", "作成時の入力。", .named("input")),
      optional("guard", "What must hold.", "要件。", guards), Common.source,
    ]),
    "search": .record([
      optional("subject", "Text shown in lists.", "一覧に示す件名。", .scalar),
      optional("amount", "Amount to search by.", "金額。", .scalar), optional("date", "Day to search by.", "日付。", .scalar),
      optional("party", "Code of the vendor whose item it is.", "案件の事業者のコード。", .scalar),
    ]),
    "document": .record([
      Common.title("Name of the slot.", "添付欄の名称。"),
      optional("media", "Media types, such as application/pdf.", "メディアタイプ。例：application/pdf", Common.names),
      required("by", "Roles that may attach.", "添付できる役割。", Common.names),
      optional("max_size", "Largest size, such as 20MiB.", "サイズの上限。例：20MiB", .named("size")),
      optional("max_count", "Most files.", "件数の上限。", .integer(1...10_000)),
      optional("visible", "Who sees it: internal, or role names.", "閲覧できる者：internal または役割。", Common.names),
      optional("substantive", "Earlier consents fall when it changes.", "変更で再協議となるか。", .flag), Common.source,
    ]),
    "role": .record([
      Common.title("Name of the role.", "役割の名称。"),
      optional(
        "held_by", "position, creator, party, or data.FIELD.", "position、creator、party、data.項目 のいずれか。",
        .string(pattern: "^(position|creator|party|data\\..+)$")),
      optional("scope", "unit (and above), or anywhere.", "unit（上位を含む）または anywhere。", .word(["unit", "anywhere"])),
      optional("excludes", "Roles that the same person may not have acted in.", "同じ人が兼ねられない役割。", Common.names),
      optional("delegable", "false bars delegation.", "false なら委任不可。", .flag),
      optional("acting", "The duty that an acting decision (代決) opens.", "代決で生じる義務（後閲）。", .string()), Common.source,
    ]),
    "duty": .record([
      Common.title("Name of the duty.", "義務の名称。"), required("by", "Roles that discharge it.", "履行する役割。", Common.names),
      optional("due", "By when.", "期限。", .named("deadline")),
      optional("input", "Data asked for.", "入力。", .named("input")),
      optional("blocks", "Transitions that wait for it.", "履行まで行えない遷移。", Common.names), Common.source,
    ]),
    "migration": .record([
      optional("states", "Old state: new state.", "旧状態：新状態。", .map(.string())),
      optional("roles", "Old role: new role.", "旧役割：新役割。", .map(.string())),
      optional("fields", "Old field: new field.", "旧項目：新項目。", .map(.string())),
    ]),
    "input": .record([
      optional("required", "Fields that must be given.", "必須の項目。", Common.names),
      optional("optional", "Fields that may be given.", "任意の項目。", Common.names),
    ]),
    "guard": .record([
      required("require", "Expression (CEL) that must be true.", "真でなければならない式（CEL）。", .scalar),
      required("else", "What a refusal says.", "拒否の文言。", .named("text")), Common.source,
      optional("met_by", "Roles that can bring it about.", "対応できる役割。", Common.names),
    ]),
  ]

  private static let flow: [String: Shape] = [
    "state": .record([
      Common.title("Name of the state.", "状態の名称。"),
      optional("initial", "true in exactly one state.", "ただ一つの状態で true。", .flag),
      optional("final", "An end.", "終了状態。", .flag),
      optional("outcome", "What a parent hears.", "親に伝わる結果。", .string(pattern: Common.snake)),
      optional("edit", "Who may change which data here.", "この状態で変更できるデータ。", .list(.named("edit"))),
      optional("deadlines", "By when.", "期限。", .map(.named("deadline"), names: Common.snake)),
      optional("child", "The item that is started and waited for.", "開始して待つ子案件。", .named("child")),
      optional("review", "Stages of votes.", "審査（票の段階）。", .named("review")),
      optional("on", "Outcome: state, or {to, effects}.", "結果ごとの行き先。", .named("branches")), Common.source,
    ]),
    "edit": .record([
      required("by", "Roles.", "役割。", Common.names),
      required("fields", "Fields, or all.", "項目、または all。", .oneOf([.word(["all"]), .list(.string(), atLeast: 1)])),
      Common.source,
    ]),
    "branches": .map(
      .oneOf([
        .string(),
        .record([
          required("to", "State.", "状態。", .string()),
          optional("effects", "What it does.", "効果。", .list(.named("effect"))),
        ]),
      ])),
    "child": .record([
      required("workflow", "Workflow of the child.", "子案件のワークフロー。", .string()),
      optional("with", "Its data: field: expression.", "子案件のデータ（項目：式）。", with),
    ]),
    "review": .record([
      optional("content", "Fields whose change asks everyone again (再協議).", "変更で再協議となる項目。", Common.names),
      required("stages", "In order.", "段階（順）。", .list(.named("stage"), atLeast: 1)),
      optional("on", "approved, returned, rejected: state.", "approved、returned、rejected の行き先。", .named("branches")),
      Common.source,
    ]),
    "stage": .record([
      required("name", "Name of the stage.", "段階の名前。", .string(pattern: Common.snake)),
      Common.title("Name for people.", "名称。"),
      required("by", "Role that votes.", "投票する役割。", .string()),
      optional(
        "positions", "Expression: codes of the posts; else all with the role.", "対象の職のコード（式）。なければ役割をもつ全職。", .scalar),
      optional(
        "order", "parallel (default) or sequence.", "parallel（既定）または sequence。", .word(["parallel", "sequence"])),
      required(
        "quorum", "all, any, majority or a number.", "all、any、majority、または数。",
        .oneOf([.word(["all", "any", "majority"]), .integer(1...1_000), .string(pattern: "^[0-9]+$")])),
      optional("optional", "May have no voters.", "該当者がなくてもよい。", .flag), Common.source,
    ]),
    "deadline": .record([
      optional("title", "Name for people.", "名称。", .named("text")),
      optional("after", "Length: a number or an expression.", "期間：数または式。", .scalar),
      optional("at", "Day: an expression.", "期日（式）。", .scalar),
      optional(
        "unit", "calendar_days (default), working_days, months, hours.", "calendar_days（既定）、working_days、months、hours。",
        Common.units),
      optional("from", "Start; default: the state was entered.", "起算日。既定は状態に入った時。", .scalar),
      optional(
        "first_day", "not_counted (default, 民法140条), counted, or an expression.",
        "not_counted（既定、民法140条）、counted、または式。", .scalar),
      optional(
        "roll", "Where the day is closed: none (default), next_working_day, previous_working_day.",
        "閉庁日の扱い：none（既定）、next_working_day、previous_working_day。",
        .word(["none", "next_working_day", "previous_working_day"])),
      optional("remind", "Reminders before it.", "事前の督促。", .list(.named("reminder"))),
      optional("escalate", "What happens when it passes.", "経過後の報告。", .list(.named("escalation"))),
      optional("do", "Transition by: system that it fires.", "経過で行う by: system の遷移。", .string()), Common.source,
    ]),
    "reminder": .record([
      required("before", "How long before.", "どれだけ前か。", .integer(0...3_650)),
      optional("unit", "Unit.", "単位。", Common.units),
      optional("to", "Roles; default: all who can act.", "役割。既定は対応できる全員。", Common.names),
    ]),
    "escalation": .record([
      required("after", "How long after.", "どれだけ後か。", .integer(0...3_650)),
      optional("unit", "Unit.", "単位。", Common.units),
      required("to", "Roles.", "役割。", Common.names), optional("message", "What it says.", "文言。", .named("text")),
    ]),
    "transition": .record([
      Common.title("Name of the act.", "操作の名称。"),
      required("from", "A state, a list, or any.", "状態、そのリスト、または any。", Common.names),
      optional("except", "States that any leaves out.", "any から除く状態。", Common.names),
      required("to", "A state, $same or $resume.", "状態、$same、または $resume。", .string()),
      optional("by", "Roles, or system.", "役割、または system。", Common.names),
      optional("when", "Instead of by: happens by itself when this holds.", "by の代わりに、成り立てば自動で行う条件（式）。", .scalar),
      optional("input", "Data the actor gives.", "操作時の入力。", .named("input")),
      optional("reason", "required: the act needs a reason.", "required なら理由が必須。", .word(["required", "optional"])),
      optional("delegable", "false: only the holder in person.", "false なら本人に限る。", .flag),
      optional("suspends", "Remembers the state left, for $resume.", "離れた状態を $resume のために覚える。", .flag),
      optional("guard", "What must hold.", "要件。", guards),
      optional("effects", "What it does, in order.", "効果（順）。", .list(.named("effect"))), Common.source,
    ]),
    "effect": .oneOf([
      .record([required("set", "field: expression.", "項目：式。", with)]),
      .record([required("unset", "Fields.", "項目。", Common.names)]),
      .record([required("open", "Duty.", "義務。", .string())]),
      .record([required("start", "An item that is not waited for.", "待たずに開始する案件。", .named("child"))]),
      .record([
        required(
          "notify", "A message to the holders of roles.", "役割への通知。",
          .record([
            required("to", "Roles.", "役割。", Common.names), required("message", "What it says.", "文言。", .named("text")),
          ]))
      ]),
      .record([required("task", "Work outside.", "外部作業。", .named("task"))]),
    ]),
    "task": .record([
      required("name", "Name of the task.", "作業の名前。", .string(pattern: Common.snake)),
      required(
        "kind", "webhook, command or external.", "webhook、command、external のいずれか。",
        .word(["webhook", "command", "external"])),
      required("to", "Endpoint of the worker.", "ワーカーの接続先。", .string(least: 1, most: 200)),
      optional("with", "Payload: key: expression.", "送る内容（キー：式）。", with),
      optional(
        "on", "Transitions by: system for its result.", "結果を受ける遷移。",
        .record([
          optional("done", "Transition.", "遷移。", .string()), optional("failed", "Transition.", "遷移。", .string()),
        ])),
      optional("priority", "-100 to 100.", "-100〜100。", .integer(-100...100)),
    ]),
  ]
}
