import Diagnostics
import JSON
import Workflows

/// A parameter that a route takes in its query, with its check.
struct QueryParameter: Sendable {
  enum Kind: Sendable {
    case text(max: Int)
    case integer(ClosedRange<Int64>)
    case day
    /// A day in Asia/Tokyo or a moment of RFC 3339.
    case moment
    case flag
    case choice([String])
  }

  let name: String
  let kind: Kind
  let isRepeatable: Bool
  let isRequired: Bool
  let details: Text

  init(
    _ name: String, _ kind: Kind, repeatable: Bool = false, required: Bool = false, en: String, ja: String
  ) {
    self.name = name
    self.kind = kind
    isRepeatable = repeatable
    isRequired = required
    details = Text(en: en, ja: ja)
  }

  static let dryRun = QueryParameter(
    "dry_run", .flag, en: "Say what would happen, and change nothing", ja: "何も変更せず、結果の見込みだけを返す")
  static let cursor = QueryParameter(
    "cursor", .text(max: 200), en: "The `next` of the page before", ja: "前のページの next")

  static func limit(_ max: Int64, usual: Int64) -> QueryParameter {
    QueryParameter(
      "limit", .integer(1...max), en: "Entries a page (\(usual) unless told)", ja: "1ページの件数(指定がなければ\(usual))")
  }

  var schema: JSONValue {
    let one: JSONValue =
      switch kind {
      case .text(let max): Schema.text(max: Int64(max), min: 1)
      case .integer(let range): Schema.integer(range)
      case .day: Schema.day
      case .moment: ["anyOf": [Schema.day, Schema.moment]]
      case .flag: Schema.flag
      case .choice(let values): Schema.choice(values)
      }
    return isRepeatable ? Schema.list(one, max: Int64(QueryValues.maxRepeats)) : one
  }

  /// What a valid value looks like; nil where this one is valid.
  func complaint(about value: String) -> Text? {
    switch kind {
    case .text(let max):
      return value.isEmpty || value.count > max ? Text(en: "takes 1 to \(max) characters", ja: "1~\(max)文字です") : nil
    case .integer(let range):
      let number = value.utf8.count <= 20 && !value.hasPrefix("+") ? Int64(value) : nil
      return number.map { range.contains($0) } == true
        ? nil
        : Text(
          en: "takes a whole number from \(range.lowerBound) to \(range.upperBound)",
          ja: "\(range.lowerBound)から\(range.upperBound)までの整数です")
    case .day: return Day(value) == nil ? Text(en: "takes a day, YYYY-MM-DD", ja: "YYYY-MM-DDの日付です") : nil
    case .moment:
      return Moment.read(value, isEnd: false) == nil
        ? Text(
          en: "takes a day (YYYY-MM-DD) or a moment (YYYY-MM-DDThh:mm:ss+09:00)",
          ja: "日付(YYYY-MM-DD)又は日時(YYYY-MM-DDThh:mm:ss+09:00)です") : nil
    case .flag:
      return value == "true" || value == "false" ? nil : Text(en: "takes true or false", ja: "true又はfalseです")
    case .choice(let values):
      guard !values.contains(value) else { return nil }
      let list = values.joined(separator: ", ")
      return Text(en: "takes one of \(list)", ja: "次のいずれかです:\(list)")
    }
  }
}
