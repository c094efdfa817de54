import Diagnostics
import JSON

/// A column of a list, or a field of a record: its name for programs, its title for people, and where its value is.
struct Column: Sendable {
  enum Kind: Sendable {
    case text
    case number
    /// Grouped by thousands in tables, plain digits elsewhere.
    case amount
    /// To the minute in tables.
    case moment
    /// In tables a word where it holds, and nothing where it does not.
    case flag
  }

  let key: String
  let title: Text
  let kind: Kind
  let value: @Sendable (JSONValue) -> JSONValue?
  /// In CSV only: a code whose title is what people read.
  private(set) var isForPrograms = false

  /// - Parameter pointer: where the value is in its row; `/key` unless told.
  init(_ key: String, en: String, ja: String, _ kind: Kind = .text, at pointer: String? = nil) {
    self.init(key, en: en, ja: ja, kind) { $0.value(at: pointer ?? "/" + key) }
  }

  init(
    _ key: String, en: String, ja: String, _ kind: Kind = .text, value: @escaping @Sendable (JSONValue) -> JSONValue?
  ) {
    self.key = key
    title = Text(en: en, ja: ja)
    self.kind = kind
    self.value = value
  }

  var forPrograms: Column {
    var copy = self
    copy.isForPrograms = true
    return copy
  }

  /// A table's cell.
  func cell(_ row: JSONValue, _ language: Language) -> String {
    let text = Shown.text(value(row), language)
    switch kind {
    case .text, .number: return text
    case .amount: return Shown.grouped(text)
    case .moment: return Shown.moment(text)
    case .flag: return text == "true" ? Text(en: "yes", ja: "はい")[language] : ""
    }
  }

  /// A field of CSV.
  func field(_ row: JSONValue, _ language: Language) -> String {
    let value = value(row)
    if case .number(let number)? = value { return number.description }
    return CSVText.field(Shown.plain(value, language))
  }

  var isRightAligned: Bool {
    switch kind {
    case .number, .amount: true
    case .text, .moment, .flag: false
    }
  }
}
