import Diagnostics
import Workflows

/// Pieces of pages: escaped text, links, tables.
extension DefinitionPage {
  func say(_ en: String, _ ja: String) -> String { language == .en ? en : ja }

  func md(_ text: Text) -> String { md(text[language]) }

  /// Nothing an author wrote is markup: neither Markdown's nor HTML's.
  func md(_ text: String) -> String {
    var result = ""
    for character in text.printable {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "!": result += "\\" + String(character)
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      default: result.append(character)
      }
    }
    return result
  }

  /// Code as it stands; a fence longer than any run of backticks inside.
  func code(_ text: String) -> String {
    let line = text.printable.trimmed
    var fence = "`"
    while line.contains(fence) { fence += "`" }
    let blank = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
    return fence + blank + line.replacing("|", with: "\\|") + blank + fence
  }

  func table(_ header: [String], _ rows: [[String]]) -> [String] {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
  }

  func roleTitle(_ name: RoleName) -> String { definition.roles[name].map { md($0.title) } ?? "`\(name)`" }

  func roleList(_ names: [RoleName]) -> String { names.map { roleTitle($0) }.joined(separator: ", ") }

  func fieldTitle(_ name: FieldName) -> String { definition.data.byName[name].map { md($0.title) } ?? "`\(name)`" }

  func act(_ name: TransitionName) -> String { definition.transitions[name].map { md($0.title) } ?? "`\(name)`" }

  func workflow(_ name: WorkflowName) -> String {
    guard let other = library.definition(name) else { return "`\(name)`" }
    return "[\(md(other.title))](\(Self.fileName(name, language)))"
  }

  /// To the state's section: its heading's anchor is its title, as the usual renderers write it.
  func link(_ name: StateName) -> String {
    guard let title = definition.states[name]?.title[language] else { return "`\(name)`" }
    return "[\(md(title))](#\(Self.anchor(title)))"
  }

  static func anchor(_ title: String) -> String {
    String(
      title.lowercased().compactMap { character -> Character? in
        if character.isLetter || character.isNumber || character == "-" || character == "_" { return character }
        return character == " " ? "-" : nil
      })
  }

  func audience(_ audience: Audience?) -> String {
    guard let audience else { return "" }
    var names = audience.roles.sorted().map { roleTitle($0) }
    if audience.includesInternal { names.insert(say("all but vendors", "庁内のみ"), at: 0) }
    var text = names.joined(separator: ", ")
    if let until = audience.until { text += say("; everyone once set: ", "。設定後は全員：") + fieldTitle(until) }
    return text
  }
}

extension LegalPeriod.Unit {
  func word(_ language: Language) -> String {
    switch self {
    case .calendarDays: language == .en ? "calendar days" : "日"
    case .workingDays: language == .en ? "working days" : "開庁日"
    case .months: language == .en ? "months" : "か月"
    case .hours: language == .en ? "hours" : "時間"
    }
  }
}

extension DataShape {
  func word(_ language: Language) -> String {
    func say(_ en: String, _ ja: String) -> String { language == .en ? en : ja }
    switch self {
    case .anything: return say("anything", "任意")
    case .flag: return say("yes or no", "はい・いいえ")
    case .integer: return say("integer", "整数")
    case .number: return say("number", "数")
    case .text: return say("text", "文字列")
    case .choice(let values): return values.joined(separator: ", ")
    case .date: return say("day", "日付")
    case .dateTime: return say("moment", "日時")
    case .list(let element): return say("list of ", "リスト：") + element.word(language)
    case .record(_, let fields, _): return say("record: ", "組：") + fields.keys.sorted().joined(separator: ", ")
    case .nullable(let shape): return shape.word(language) + say(" or nothing", "または空")
    }
  }
}

extension CodePattern {
  /// As it is written in the file.
  var pattern: String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .fiscalYear: "{fiscal_year}"
      case .year: "{year}"
      case .month: "{month}"
      case .sequence(let digits): "{sequence:\(digits)}"
      }
    }.joined()
  }
}
