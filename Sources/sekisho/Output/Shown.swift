import Diagnostics
import JSON

/// JSON values as people read them.
enum Shown {
  /// Text in the language where the value has both (`{"en": …, "ja": …}`), strings as they are, lists joined; harmless
  /// on a terminal, in one line.
  static func text(_ value: JSONValue?, _ language: Language) -> String {
    plain(value, language).replacing("\r\n", with: " ").replacing("\n", with: " ").safeForTerminal()
  }

  /// The same, with every character as it is.
  static func plain(_ value: JSONValue?, _ language: Language) -> String {
    switch value {
    case nil, .null?: ""
    case .string(let text)?: text
    case .number(let number)?: number.description
    case .bool(let flag)?: flag ? "true" : "false"
    case .array(let elements)?: elements.map { plain($0, language) }.joined(separator: ", ")
    case .object(let members)?:
      if members.count == 2, case .string(let en)? = members["en"], case .string(let ja)? = members["ja"] {
        Text(en: en, ja: ja)[language]
      } else {
        JSONValue.object(members).canonicalText
      }
    }
  }

  /// 1234567 → 1,234,567.
  static func grouped(_ digits: String) -> String {
    let sign = digits.hasPrefix("-") ? "-" : ""
    let number = digits.dropFirst(sign.count)
    let whole = number.prefix { $0 != "." }
    var groups = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index).isMultiple(of: 3) { groups.append(",") }
      groups.append(digit)
    }
    return sign + groups + number.dropFirst(whole.count)
  }

  /// 2026-11-21T11:31:05.123456+09:00 → 2026-11-21 11:31.
  static func moment(_ text: String) -> String {
    guard text.count >= 16, text.contains("T") else { return text }
    return String(text.prefix(16)).replacing("T", with: " ")
  }
}
