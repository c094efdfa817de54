import ArgumentParser
import Diagnostics
import JSON

struct ItemShow: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an item: state, data, documents, deadlines. 案件を表示する。")

  @OptionGroup var item: ItemArgument
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let shown = try await session.client.get("/v1/items/\(item.item)").json()
    let needsTitles = session.output.format == .table && session.output.pointer == nil
    let schema = needsTitles ? await Self.schema(of: shown, session) : .null
    try session.output.record(shown, ItemColumns.one) {
      ItemPage(item: shown, schema: schema, language: session.language, style: session.output.style).lines
    }
  }

  /// Titles of fields; an item is shown without them where they cannot be had.
  private static func schema(of item: JSONValue, _ session: Session) async -> JSONValue {
    guard let workflow = item["workflow"]?.stringValue else { return .null }
    return (try? await session.client.get("/v1/workflows/\(workflow)").json()["schema"]) ?? .null
  }
}

/// An item on a terminal.
struct ItemPage {
  let item: JSONValue
  let schema: JSONValue
  let language: Language
  let style: Style

  var lines: [String] {
    let head = ItemColumns.one.filter { !$0.isForPrograms }.map { ($0.title[language], $0.cell(item, language)) }
    var lines = TableText.record(head.filter { !$0.1.isEmpty }, style)
    lines += section(Text(en: "Data", ja: "内容"), fields)
    lines += section(Text(en: "Documents", ja: "文書"), documents)
    lines += section(Text(en: "Deadlines", ja: "期限"), deadlines)
    lines += section(Text(en: "Duties", ja: "義務"), duties)
    lines += section(Text(en: "Links", ja: "関連"), links)
    lines += section(Text(en: "Review", ja: "審査"), review)
    lines += section(Text(en: "Correction proposed", ja: "訂正の提案"), correction)
    return lines
  }

  private func section(_ title: Text, _ fields: [(title: String, value: String)]) -> [String] {
    if fields.isEmpty { return [] }
    return ["", style.bold(title[language])] + TableText.record(fields, Style(isOn: false)).map { "  " + $0 }
  }

  private typealias Field = (title: String, value: String)

  private var fields: [Field] {
    let data = item["data"]?.objectValue ?? [:]
    return data.keys.sorted().map { name in
      let field = schema["properties"]?[name]
      let title = Shown.text(field?["title"], language)
      let text = Shown.text(data[name], language)
      let isAmount = field?["x-unit"]?.stringValue == "JPY"
      let shownName = name.safeForTerminal()
      return (title.isEmpty ? shownName : title + " (" + shownName + ")", isAmount ? Shown.grouped(text) : text)
    }
  }

  private var documents: [Field] {
    DocumentList.rows(["data": item["documents"] ?? [:]]).map { fact in
      let parts: [String] = [
        text(fact, "name"), Shown.grouped(text(fact, "size")) + " B", Shown.moment(text(fact, "at")), text(fact, "by"),
      ]
      return (text(fact, "slot"), parts.joined(separator: "  "))
    }
  }

  private var deadlines: [Field] {
    list("deadlines").map { deadline in
      let provisional = Text(en: " (provisional)", ja: "(暫定)")[language]
      let isProvisional = deadline["provisional"]?.boolValue == true
      return (text(deadline, "name"), text(deadline, "day") + (isProvisional ? provisional : ""))
    }
  }

  private var duties: [Field] {
    list("duties").map { (text($0, "name"), Shown.moment(text($0, "since")) + "  " + text($0, "owner")) }
  }

  private var links: [Field] { list("links").map { (text($0, "relation"), text($0, "item")) } }

  private var review: [Field] {
    (item["review"]?["stages"]?.arrayValue ?? []).map { stage in
      let approved = text(stage, "approvals")
      let mark = stage["name"] == item["review"]?["stage"] ? "> " : "  "
      let label = Text(en: "; approved: ", ja: " 承認済み:")[language]
      return (mark + text(stage, "name"), text(stage, "electorate") + (approved.isEmpty ? "" : label + approved))
    }
  }

  private var correction: [Field] {
    item["correction"].map { [(text($0, "by"), text($0, "reason"))] } ?? []
  }

  private func list(_ member: String) -> [JSONValue] { item[member]?.arrayValue ?? [] }
  private func text(_ value: JSONValue, _ member: String) -> String { Shown.text(value[member], language) }
}
