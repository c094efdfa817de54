import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Items: list, create, show, edit.
enum ItemRoutes {
  static let all = [list, create, show, edit, open]

  static let searchParameters: [QueryParameter] = [
    QueryParameter("state", .text(max: 100), repeatable: true, en: "State; several: any of them", ja: "状態(複数ならいずれか)"),
    QueryParameter("party", .text(max: 100), en: "Counterparty", ja: "取引先"),
    QueryParameter("unit", .text(max: 100), en: "Responsible unit", ja: "担当部署"),
    QueryParameter("from", .day, en: "Date of the item, from", ja: "案件の日付(以降)"),
    QueryParameter("to", .day, en: "Date of the item, to and including", ja: "案件の日付(まで)"),
    QueryParameter("min_amount", .integer(Int64.min...Int64.max), en: "Amount in yen, from", ja: "金額(円、以上)"),
    QueryParameter("max_amount", .integer(Int64.min...Int64.max), en: "Amount in yen, to", ja: "金額(円、以下)"),
    QueryParameter("text", .text(max: 200), en: "Part of the subject, or the code", ja: "件名の一部又は番号"),
    QueryParameter("open", .flag, en: "Only open items, or only closed ones", ja: "未完了のみ(true)・完了のみ(false)"),
    QueryParameter("family", .text(max: 200), en: "Items of the family of this item", ja: "この案件と同じ一連の案件"),
    .limit(Int64(ItemQuery.maxLimit), usual: 50), .cursor,
  ]

  static let list = Route(
    .get, "/v1/items", "listItems", .items, en: "Search items, newest first", ja: "案件を検索(新しい順)", .scope(.read),
    query: [QueryParameter("workflow", .text(max: 100), en: "Workflow", ja: "ワークフロー")] + searchParameters,
    .ok(.itemPage, en: "A page", ja: "1ページ分"), problems: [.invalidCursor, .notFound]
  ) { call in
    var query = try await search(call)
    query.workflow = call.query.text("workflow").map { WorkflowName($0) }
    let page = try await call.engine.items(query, as: call.caller)
    let shown = ItemRepresentation(lexicon: try await call.engine.lexicon(), caller: call.caller)
    return call.page(page, .items, id: \.item.id) { shown.json($0) }
  }

  static func search(_ call: Call) async throws -> ItemQuery {
    var query = ItemQuery()
    query.states = call.query.texts("state").map { StateName($0) }
    query.party = call.query.text("party").map { PartyCode($0) }
    query.unit = call.query.text("unit").map { UnitCode($0) }
    query.from = call.query.day("from")
    query.to = call.query.day("to")
    query.minAmount = call.query.integer("min_amount")
    query.maxAmount = call.query.integer("max_amount")
    query.text = call.query.text("text")
    query.isOpen = call.query.flag("open")
    if let family = call.query.text("family") {
      query.family = try await call.engine.item(ItemReference(family), as: call.caller).item.family
    }
    query.before = try call.cursor(.items)
    query.limit = call.query.limit(50)
    return query
  }

  static let create = Route(
    .post, "/v1/items", "createItem", .items, en: "Create an item", ja: "案件を作成", .scope(.write),
    body: .json(.newItem), write: .kept, .created(.receipt, en: "Created", ja: "作成した", headers: ["Location", "ETag"]),
    .ok(.receipt, en: "What would be created (`dry_run`)", ja: "作成の見込み(dry_run)"),
    problems: [.notFound, .denied, .blocked]
  ) { call in
    let workflow = WorkflowName(call.text("workflow") ?? "")
    let parent = call.text("under").map { ItemReference($0) }
    let unit = call.text("unit").map { UnitCode($0) }
    if call.isDryRun {
      let rehearsal = try await call.engine.rehearseCreation(
        workflow, data: call.object("data"), under: parent, unit: unit, as: call.caller)
      return try await call.settle(rehearsal, on: parent)
    }
    let result = try await call.engine.create(
      workflow, data: call.object("data"), under: parent, unit: unit, as: call.caller, call.options)
    return try await call.settle(result, on: parent, created: true)
  }

  static let show = Route(
    .get, "/v1/items/{item}", "showItem", .items, en: "Show an item", ja: "案件を表示", .scope(.read),
    .ok(.item, en: "The item, without what the caller may not see", ja: "案件(閲覧できない項目を除く)", headers: ["ETag"]),
    problems: [.notFound]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    let shown = ItemRepresentation(lexicon: try await call.engine.lexicon(), caller: call.caller)
    return .json(shown.json(view)).with(.eTag, EntityTag.text(view.item.version))
  }

  static let edit = Route(
    .patch, "/v1/items/{item}", "editItem", .items,
    en: "Change fields (JSON merge patch of the data: null removes a field)",
    ja: "項目を変更(データのJSON Merge Patch:nullは削除)", .scope(.write), body: .json(.itemEdit), write: .versioned,
    .receipt, problems: [.notFound, .denied]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    let changes = MergePatch.changes(call.object("data"), to: view.data)
    let reason = call.text("reason")
    return try await call.write(.edit(changes, reason: reason)) { () async throws(EngineError) in
      try await call.engine.edit(call.item, changes, reason: reason, as: call.caller, call.options)
    }
  }

  static let open = Route(
    .post, "/v1/items/{item}/opened", "openItem", .items,
    en: "Say that one has looked at it: from now on it cannot be recalled", ja: "開封を記録する(以後は引戻しできない)",
    .scope(.write), write: .versioned, .receipt, problems: [.notFound]
  ) { call in
    try await call.write(.open) { () async throws(EngineError) in
      try await call.engine.open(call.item, as: call.caller, call.options)
    }
  }
}
