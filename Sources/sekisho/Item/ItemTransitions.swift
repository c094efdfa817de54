import ArgumentParser
import Diagnostics
import JSON

struct ItemTransitions: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "transitions",
    abstract: "Say what can be done, and why not the rest: reasons, sources, who can act. 可能な操作と、できない理由。")

  @OptionGroup var item: ItemArgument
  @Argument(help: "Only this act. この操作のみ。")
  var act: String?
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("name", en: "Act", ja: "操作"), Column("title", en: "Title", ja: "名称"),
    Column("verdict", en: "Verdict", ja: "判定"), Column("to", en: "To", ja: "遷移先"),
    Column("reasons", en: "Reasons", ja: "理由") { line in
      .array((line["reasons"]?.arrayValue ?? []).compactMap { $0["message"] })
    },
    Column("sources", en: "Sources", ja: "根拠") { line in
      .array((line["reasons"]?.arrayValue ?? []).compactMap { $0["source"] })
    },
    Column("holders", en: "Who may act", ja: "できる方") { line in
      let people = (line["holders"]?.arrayValue ?? []).flatMap { $0["people"]?.arrayValue ?? [] }
      return .array(people.compactMap { $0["name"] })
    },
  ]

  func perform(_ session: Session) async throws {
    var answer = try await session.client.get("/v1/items/\(item.item)/transitions").json()
    if let act { answer = try narrowed(answer, to: act) }
    try session.output.list(answer, Self.columns) {
      ExplanationPage(answer: answer, language: session.language, style: session.output.style).lines
    }
  }

  private func narrowed(_ answer: JSONValue, to act: String) throws(CommandFailure) -> JSONValue {
    var members = answer.objectValue ?? [:]
    let all = members["data"]?.arrayValue ?? []
    let lines = all.filter { $0["name"]?.stringValue == act }
    guard !lines.isEmpty else {
      let names = all.compactMap { $0["name"]?.stringValue }
      let near = Suggestion.nearest(to: act, in: names)
      let list = names.joined(separator: ", ")
      throw CommandFailure(
        Exit.notFound, Text(en: "the present state has no act \(act)", ja: "現在の状態に「\(act)」という操作はありません"),
        hint: near.map { Text(en: "did you mean \($0)?", ja: "「\($0)」ではありませんか") }
          ?? Text(en: "there are: \(list)", ja: "可能性のある操作:\(list)"))
    }
    members["data"] = .array(lines)
    return .object(members)
  }
}

/// The explanation of an item on a terminal.
struct ExplanationPage {
  let answer: JSONValue
  let language: Language
  let style: Style

  var lines: [String] {
    let version = Shown.text(answer["version"], language)
    let head = [Shown.text(answer["code"], language), Shown.text(answer["state_title"] ?? answer["state"], language)]
    let title = head.joined(separator: "  ") + "  " + Text(en: "version \(version)", ja: "第\(version)版")[language]
    return [style.bold(title)] + (answer["data"]?.arrayValue ?? []).flatMap { [""] + act($0) }
  }

  private func act(_ line: JSONValue) -> [String] {
    let name = Shown.text(line["name"], language)
    let title = Shown.text(line["title"], language)
    let target = Shown.text(line["to_title"] ?? line["to"], language)
    var lines = [mark(line) + " " + style.bold(name) + "  " + title + (target.isEmpty ? "" : " → " + target)]
    let source = Shown.text(line["source"], language)
    if !source.isEmpty { lines.append("    " + Labels.source[language] + source) }
    lines += needs(line)
    lines += (line["reasons"]?.arrayValue ?? []).flatMap { ReasonLines.of($0, language) }.map { "  " + $0 }
    // A denial names those who may act already.
    let isNamed = (line["reasons"]?.arrayValue ?? []).contains { !($0["met_by"]?.arrayValue ?? []).isEmpty }
    if isNamed, line["verdict"]?.stringValue == "denied" { return lines }
    let holders = (line["holders"]?.arrayValue ?? []).map { ReasonLines.helper($0, language) }
    lines += holders.map { "    " + Text(en: "who may: ", ja: "行う方:")[language] + $0 }
    return lines
  }

  private func mark(_ line: JSONValue) -> String {
    switch line["verdict"]?.stringValue {
    case "possible": style.green("✓ " + Text(en: "possible", ja: "可能")[language])
    case "blocked": style.red("✗ " + Text(en: "blocked", ja: "条件未達")[language])
    case "denied": style.red("⊘ " + Text(en: "denied", ja: "権限なし")[language])
    case "waiting": style.dim("… " + Text(en: "waiting", ja: "待機")[language])
    default: Shown.text(line["verdict"], language)
    }
  }

  /// What the act takes with it.
  private func needs(_ line: JSONValue) -> [String] {
    var lines: [String] = []
    let required = Shown.text(line["required"], language)
    if !required.isEmpty { lines.append("    " + Text(en: "needs --set: ", ja: "必要な項目:")[language] + required) }
    let optional = Shown.text(line["optional"], language)
    if !optional.isEmpty { lines.append("    " + Text(en: "takes --set: ", ja: "任意の項目:")[language] + optional) }
    if line["reason_required"]?.boolValue == true {
      lines.append("    " + Text(en: "needs --reason", ja: "理由(--reason)が必要")[language])
    }
    return lines
  }
}
