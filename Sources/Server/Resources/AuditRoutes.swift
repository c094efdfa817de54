import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// The whole record, for those who audit it. Whether it is unbroken is not asked here: `sekisho audit verify` reads the
/// database itself and trusts no server.
enum AuditRoutes {
  static let all = [entries]

  static let entries = Route(
    .get, "/v1/audit/entries", "listEntries", .record, en: "Entries of the record, oldest first", ja: "記録(古い順)",
    .scope(.audit),
    query: [
      QueryParameter("item", .text(max: 200), en: "Item", ja: "案件"),
      QueryParameter("family", .text(max: 200), en: "Family of this item", ja: "この案件の一連の案件"),
      QueryParameter("person", .text(max: 200), en: "Who acted, or in whose name", ja: "操作した人又は代理された人"),
      QueryParameter("event", .text(max: 64), repeatable: true, en: "Kind of entry", ja: "記録の種類"),
      QueryParameter("refusals", .flag, en: "Only refusals", ja: "拒否のみ"),
      QueryParameter("from", .moment, en: "From this moment", ja: "この時刻以降"),
      QueryParameter("to", .moment, en: "Up to this moment; a day is included", ja: "この時刻まで(日付は当日を含む)"),
      .limit(Int64(HistoryQuery.maxLimit), usual: 200), .cursor,
    ],
    .ok(.entryPage, en: "A page", ja: "1ページ分"), problems: [.invalidCursor, .notFound]
  ) { call in
    guard call.caller.party == nil else {
      throw Problem(.forbidden, Text(en: "the record is read by the office", ja: "記録の閲覧は庁内の利用者に限ります"))
    }
    var query = HistoryQuery()
    if let item = call.query.text("item") {
      let view = try await call.engine.item(ItemReference(item), as: call.caller)
      (query.item, query.family) = (view.item.id, view.item.family)
    } else if let family = call.query.text("family") {
      query.family = try await call.engine.item(ItemReference(family), as: call.caller).item.family
    }
    query.person = call.query.text("person").map { PersonCode($0) }
    query.events = call.query.flag("refusals") == true ? [EntryEvent.refused.rawValue] : call.query.texts("event")
    query.from = call.query.text("from").flatMap { Moment.read($0, isEnd: false) }
    query.to = call.query.text("to").flatMap { Moment.read($0, isEnd: true) }
    query.after = try call.cursor(.history)
    query.limit = call.query.limit(200)
    let page = try await call.engine.record(query, as: call.caller)
    let shown = EntryRepresentation(try await call.engine.lexicon(), item: nil, as: call.caller)
    return call.page(page, .history, id: \.id) { shown.json($0) }
  }
}
