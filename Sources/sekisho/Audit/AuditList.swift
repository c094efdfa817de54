import ArgumentParser
import Audit
import Diagnostics
import JSON
import Postgres
import Workflows

/// What narrows a reading of the record.
struct RecordFilter: ParsableArguments {
  @Option(help: "Entries of this item: its code or id. 案件。")
  var item: String?
  @Option(help: "Entries of this person, as the one who acted or in whose name. 操作した人または代理された人。")
  var actor: String?
  @Option(help: "Entries of this event, such as transition or token_issued (repeatable). 出来事の種類。")
  var event: [String] = []
  @Option(help: "From this day or moment of Asia/Tokyo on: 2026-04-01, 2026-04-01T09:00. 開始。")
  var from: String?
  @Option(help: "Up to this day (all of it) or moment. 終了(日付はその日を含む)。")
  var to: String?
  @Flag(help: "Only those on somebody who was turned away. 拒否の記録だけ。")
  var refusals = false

  func validate() throws {
    for (name, text) in [("from", from), ("to", to)] {
      if let text, TokyoMoment.parse(text) == nil {
        throw ValidationError(
          "--\(name) takes 2026-04-01 or 2026-04-01T09:00 / --\(name) は 2026-04-01 または 2026-04-01T09:00 の形です")
      }
    }
  }

  var query: RecordQuery {
    var query = RecordQuery()
    query.item = item
    query.actor = actor
    query.events = event
    query.refusalsOnly = refusals
    query.from = from.flatMap { TokyoMoment.parse($0) }?.microseconds
    query.to = to.flatMap { text in Day(text).map(\.end) ?? TokyoMoment.parse(text) }?.microseconds
    return query
  }

  /// An item that never was is a slip of the hand, not an empty record.
  func check(_ connection: PostgresConnection) async throws {
    guard let item, try await !RecordQuery.knows(item: item, connection) else { return }
    throw Trouble(Exit.notFound, Text(en: "there is no item \(item)", ja: "案件 \(item) はありません"))
  }
}

struct AuditList: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List entries of the record. 監査証跡の一覧。",
    discussion: "With -o jsonl and -o csv entries come as they are read, however many there are.")

  @OptionGroup var filter: RecordFilter
  @Option(help: "At most so many entries; 0: all. 件数の上限。")
  var limit = 200
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  static let columns = [
    Column("at", en: "Time", ja: "日時", .moment), Column("event", en: "Event", ja: "出来事"),
    Column("item", en: "Item", ja: "案件", at: "/code"), Column("person", en: "Person", ja: "操作した人"),
    Column("behalf", en: "For", ja: "代理"), Column("role", en: "Role", ja: "役割"),
    Column("summary", en: "What", ja: "内容"), Column("leaf", en: "Leaf", ja: "葉", .number),
    Column("id", en: "Entry", ja: "記録"),
  ]

  func operate() async throws {
    let language = common.language
    let output = form.output(language)
    let streams = form.select == nil && (form.output == .jsonl || form.output == .csv)
    let filter = self.filter
    let limit = limit
    var rows: [JSONValue] = []
    let hasMore = try await Installation.auditor(language).withConnection { connection in
      try await filter.check(connection)
      var count = 0
      var last: RecordLine?
      while true {
        let page = try await filter.query.page(connection, after: last)
        for line in page {
          if limit > 0, count >= limit { return true }
          let row = RecordView.json(line)
          if streams { output.follow(row, Self.columns, isFirst: count == 0) } else { rows.append(row) }
          count += 1
        }
        guard page.count == RecordQuery.pageSize, let end = page.last else { return false }
        last = end
      }
    }
    if !streams { try output.list(["data": .array(rows), "more": .bool(hasMore)], Self.columns) }
    if hasMore {
      let text = Text(
        en: "there are more than \(limit): narrow the search, or use --limit",
        ja: "\(limit)件を超えています。条件を絞るか --limit を指定してください")
      Terminal.note(text[language])
    }
  }
}

/// Entries as JSON.
enum RecordView {
  static func json(_ line: RecordLine) -> JSONValue {
    let entry = line.entry
    let body = (try? JSONValue(parsing: entry.body)) ?? .string(String(decoding: entry.body, as: UTF8.self))
    var object: [String: JSONValue] = [
      "id": .string(entry.id.description), "family": .string(entry.family.description),
      "at": .string(Instant(microseconds: entry.time).tokyoRFC3339), "event": .string(entry.event),
      "behalf": .array(entry.behalf.map { .string($0) }), "body": body, "summary": .string(summary(body)),
      "hash": .string(entry.leaf.base64),
    ]
    object["item"] = entry.item.map { .string($0.description) }
    object["code"] = line.code.map { .string($0) }
    object["version"] = entry.version.map { .number(.init($0)) }
    object["person"] = entry.person.map { .string($0) }
    object["position"] = entry.position.map { .string($0) }
    object["role"] = entry.role.map { .string($0) }
    object["definition"] = entry.definition.map { .string(ContentHash(bytes: $0).description) }
    object["leaf"] = line.leaf.map { .number(.init($0)) }
    object["sealed_hash"] = line.sealed.map { .string($0.base64) }
    return .object(object)
  }

  /// The few words of a body that say most.
  private static func summary(_ body: JSONValue) -> String {
    let word = { (key: String) in body[key]?.stringValue }
    if let transition = word("transition") {
      return [transition, [word("from"), word("to")].compactMap(\.self).joined(separator: " → ")]
        .filter { !$0.isEmpty }.joined(separator: ": ")
    }
    let words = ["act", "deadline", "slot", "kind", "token", "text", "ja", "reason", "to"].compactMap(word)
    return String(words.prefix(2).joined(separator: " ").prefix(80))
  }
}
