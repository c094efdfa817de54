import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// What is said about an item and what it is tied to: comments, links, history, corrections.
enum ConversationRoutes {
  static let all = [comment, link, history, propose, settle]

  static let comment = Route(
    .post, "/v1/items/{item}/comments", "commentItem", .items, en: "Comment", ja: "コメントする", .scope(.write),
    body: .json(.comment), write: .versioned, .receipt, problems: [.notFound]
  ) { call in
    let text = call.text("text") ?? ""
    return try await call.write(.comment(text)) { () async throws(EngineError) in
      try await call.engine.comment(call.item, text, as: call.caller, call.options)
    }
  }

  static let link = Route(
    .post, "/v1/items/{item}/links", "linkItem", .items, en: "Link to another item", ja: "別の案件と結び付ける", .scope(.write),
    body: .json(.newLink), write: .versioned, .receipt, problems: [.notFound]
  ) { call in
    let relation = call.text("relation") ?? ""
    let other = ItemReference(call.text("to") ?? "")
    let target = try await call.engine.item(other, as: call.caller).item.id
    return try await call.write(.link(relation: relation, to: target), with: other) { () async throws(EngineError) in
      try await call.engine.link(call.item, relation: relation, to: other, as: call.caller, call.options)
    }
  }

  static let history = Route(
    .get, "/v1/items/{item}/history", "itemHistory", .items, en: "What happened to an item, oldest first",
    ja: "案件の履歴(古い順)", .scope(.read),
    query: [
      QueryParameter("event", .text(max: 64), repeatable: true, en: "Kind of entry", ja: "記録の種類"),
      QueryParameter("family", .flag, en: "Entries of the whole family", ja: "一連の案件すべての記録"),
      QueryParameter(
        "after", .text(max: 36), en: "Entries after this one (its id): to follow an item", ja: "この記録(ID)より後のもの"),
      .limit(Int64(HistoryQuery.maxLimit), usual: 200), .cursor,
    ],
    .ok(.entryPage, en: "A page", ja: "1ページ分"), problems: [.notFound, .invalidCursor]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    var query = HistoryQuery()
    query.family = view.item.family
    if call.query.flag("family") != true { query.item = view.item.id }
    query.events = call.query.texts("event")
    query.after = try call.cursor(.history) ?? after(call)
    query.limit = call.query.limit(200)
    let page = try await call.engine.history(query, as: call.caller)
    let lexicon = try await call.engine.lexicon()
    var shown = [view.item.id: EntryRepresentation(lexicon, item: view.item, as: call.caller)]
    for id in Set(page.elements.compactMap(\.item)) where shown[id] == nil {
      let other = try? await call.engine.item(.id(id), as: call.caller)
      shown[id] = EntryRepresentation(lexicon, item: other?.item ?? view.item, as: call.caller)
    }
    return call.page(page, .history, id: \.id) { line in
      (line.item.flatMap { shown[$0] } ?? EntryRepresentation(lexicon, item: view.item, as: call.caller)).json(line)
    }
  }

  private static func after(_ call: Call) throws(Problem) -> EntryID? {
    guard let text = call.query.text("after") else { return nil }
    guard let id = EntryID(text) else {
      throw Problem(.invalidQuery, Text(en: "`after` takes the id of an entry", ja: "afterには記録のIDを指定してください"))
    }
    return id
  }

  static let propose = Route(
    .post, "/v1/items/{item}/corrections", "proposeCorrection", .items,
    en: "Propose the correction of a mistake, for a second person to confirm", ja: "誤りの訂正を提案する(別の人が確認)",
    .scope(.write), body: .json(.correction), write: .versioned, .receipt, problems: [.notFound, .denied, .blocked]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    let data = MergePatch.changes(call.object("data"), to: view.data)
    let correction = Correction(
      data: data, state: call.text("state").map { StateName($0) }, reason: call.text("reason") ?? "")
    return try await call.write(.proposeCorrection(correction)) { () async throws(EngineError) in
      try await call.engine.proposeCorrection(call.item, correction, as: call.caller, call.options)
    }
  }

  static let settle = Route(
    .post, "/v1/items/{item}/corrections/settlement", "settleCorrection", .items,
    en: "Confirm or decline the correction that is proposed", ja: "提案された訂正を確認又は却下する", .scope(.write),
    body: .json(.settlement), write: .versioned, .receipt, problems: [.notFound, .denied, .blocked]
  ) { call in
    let (confirm, reason) = (call.flag("confirm") ?? false, call.text("reason") ?? "")
    return try await call.write(.settleCorrection(confirm: confirm, reason: reason)) { () async throws(EngineError) in
      try await call.engine.settleCorrection(
        call.item, confirm: confirm, reason: reason, as: call.caller, call.options)
    }
  }
}
