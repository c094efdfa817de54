import Diagnostics
import Patterns

/// What violations say: what was expected, what was found.
enum ViolationText {
  enum Unit {
    case members
    case items
  }

  /// For the rules over single values.
  static func text(_ rule: SchemaRule, _ value: JSONValue) -> Text {
    let found = value.shown
    switch rule {
    case .type(let types): return type(types, value)
    case .enumeration(_, let values): return oneOf(values, value)
    case .constant(let constant):
      return Text(en: "must be \(constant.shown); found \(found)", ja: "\(constant.shown) でなければなりません。入力は \(found) です")
    case .minimum(let bound):
      return Text(en: "must be at least \(bound); found \(found)", ja: "\(bound) 以上でなければなりません。入力は \(found) です")
    case .maximum(let bound):
      return Text(en: "must be at most \(bound); found \(found)", ja: "\(bound) 以下でなければなりません。入力は \(found) です")
    case .exclusiveMinimum(let bound):
      return Text(en: "must be more than \(bound); found \(found)", ja: "\(bound) より大きくなければなりません。入力は \(found) です")
    case .exclusiveMaximum(let bound):
      return Text(en: "must be less than \(bound); found \(found)", ja: "\(bound) 未満でなければなりません。入力は \(found) です")
    case .multipleOf(let divisor):
      return Text(
        en: "must be a multiple of \(divisor); found \(found)", ja: "\(divisor) の倍数でなければなりません。入力は \(found) です")
    case .minLength(let count): return length(value, Text(en: "at least \(count)", ja: "\(count) 文字以上"))
    case .maxLength(let count): return length(value, Text(en: "at most \(count)", ja: "\(count) 文字以下"))
    case .pattern(let pattern):
      return Text(
        en: "must match the pattern \(pattern.source); found \(found)",
        ja: "パターン \(pattern.source) に合いません。入力は \(found) です")
    case .format(let format):
      return Text(
        en: "must be \(format.expected.en); found \(found)", ja: "\(format.expected.ja)でなければなりません。入力は \(found) です")
    case .minItems, .maxItems, .uniqueItems, .prefixItems, .items, .contains, .unevaluatedItems, .minProperties,
      .maxProperties, .required, .dependentRequired, .members, .propertyNames, .dependentSchemas,
      .unevaluatedProperties, .reference, .dynamicReference, .allOf, .anyOf, .oneOf, .not, .conditional:
      return nothingAllowed(value)
    }
  }

  private static func type(_ types: JSONTypeSet, _ value: JSONValue) -> Text {
    let names = types.members.map(\.label)
    return Text(
      en: "must be \(names.map(\.en).joined(separator: " or ")); found \(value.shown)",
      ja: "\(names.map(\.ja).joined(separator: "か"))でなければなりません。入力は \(value.shown) です")
  }

  private static func oneOf(_ values: [JSONValue], _ value: JSONValue) -> Text {
    let listed = values.prefix(12).map(\.shown).joined(separator: ", ") + (values.count > 12 ? ", …" : "")
    let near = value.stringValue.flatMap { Suggestion.nearest(to: $0, in: values.compactMap(\.stringValue)) }
    return Text(
      en: "must be one of \(listed); found \(value.shown)" + (near.map { " (did you mean \"\($0)\"?)" } ?? ""),
      ja: "\(listed) のどれかでなければなりません。入力は \(value.shown) です" + (near.map { " (「\($0)」ではありませんか)" } ?? ""))
  }

  private static func length(_ value: JSONValue, _ expected: Text) -> Text {
    let count = value.stringValue?.unicodeScalars.count ?? 0
    return Text(
      en: "must have \(expected.en) characters; found \(count)", ja: "\(expected.ja)でなければなりません。入力は \(count) 文字です")
  }

  static func nothingAllowed(_ value: JSONValue) -> Text {
    Text(en: "no value is allowed here; found \(value.shown)", ja: "ここに値は置けません。入力は \(value.shown) です")
  }

  static func not(_ value: JSONValue) -> Text {
    Text(en: "must not be as it is; found \(value.shown)", ja: "この値は許されません。入力は \(value.shown) です")
  }

  static func noAlternative(_ count: Int) -> Text {
    Text(en: "fits none of the \(count) alternatives", ja: "\(count) 個の選択肢のどれにも合いません")
  }

  static func severalAlternatives(_ positions: [Int]) -> Text {
    let list = positions.map { String($0 + 1) }.joined(separator: ", ")
    return Text(
      en: "must fit exactly one alternative; fits numbers \(list)", ja: "ちょうど 1 つの選択肢に合う必要がありますが、\(list) 番に合います")
  }

  static func missing(_ name: String, because other: String?) -> Text {
    guard let other else { return Text(en: "\"\(name)\" is required", ja: "「\(name)」は必須です") }
    return Text(en: "\"\(name)\" is required with \"\(other)\"", ja: "「\(other)」があるときは「\(name)」が必須です")
  }

  static func unknownMember(_ name: String, _ known: some Sequence<String>) -> Text {
    let near = Suggestion.nearest(to: name, in: known)
    let shown = JSONValue.string(name).shown
    return Text(
      en: "\(shown) is not known here" + (near.map { "; did you mean \"\($0)\"?" } ?? ""),
      ja: "\(shown) という項目はありません" + (near.map { "。「\($0)」ではありませんか" } ?? ""))
  }

  static func tooFew(_ found: Int, _ least: Int, _ unit: Unit) -> Text {
    Text(
      en: "must have at least \(least) \(unit.en); found \(found)", ja: "\(unit.ja)が \(least) 個以上必要です。入力は \(found) 個です")
  }

  static func tooMany(_ found: Int, _ most: Int, _ unit: Unit) -> Text {
    Text(en: "must have at most \(most) \(unit.en); found \(found)", ja: "\(unit.ja)は \(most) 個までです。入力は \(found) 個です")
  }

  static func repeated(_ value: JSONValue, _ first: Int, _ second: Int) -> Text {
    Text(
      en: "items \(first) and \(second) are equal: \(value.shown)",
      ja: "\(first) 番と \(second) 番の要素が同じです: \(value.shown)")
  }

  static func contains(_ found: Int, _ least: Int, _ most: Int?) -> Text {
    let expected =
      most.map {
        Text(en: "from \(least) to \($0)", ja: "\(least) 個以上 \($0) 個以下")
      } ?? Text(en: "at least \(least)", ja: "\(least) 個以上")
    return Text(
      en: "must have \(expected.en) items of the wanted kind; found \(found)",
      ja: "条件に合う要素が\(expected.ja)必要です。入力には \(found) 個あります")
  }
}

extension ViolationText.Unit {
  fileprivate var en: String {
    switch self {
    case .members: "members"
    case .items: "items"
    }
  }

  fileprivate var ja: String {
    switch self {
    case .members: "項目"
    case .items: "要素"
    }
  }
}

extension JSONTypeSet {
  fileprivate var label: Text {
    switch self {
    case .null: Text(en: "null", ja: "null")
    case .boolean: Text(en: "true or false", ja: "true・false")
    case .integer: Text(en: "an integer", ja: "整数")
    case .number: Text(en: "a number", ja: "数値")
    case .string: Text(en: "a string", ja: "文字列")
    case .array: Text(en: "a list", ja: "リスト")
    default: Text(en: "an object", ja: "オブジェクト")
    }
  }
}
