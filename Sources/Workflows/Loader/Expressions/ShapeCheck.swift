import CEL
import Diagnostics

/// Whether the value of an expression can become a value of a shape: a guard a truth value, an assigned value one that
/// the field's schema can take. Literals, lists and conditions are looked into, so that the message stands at the part
/// that is wrong.
struct ShapeCheck {
  struct Mismatch {
    let range: Range<Int>
    let wanted: Text
    let found: Text
    let help: Text?

    func diagnostic(in source: ExpressionSource, _ purpose: Text) -> Diagnostic {
      Diagnostic(
        LoaderCode.resultType.rawValue, .error,
        Text(
          en: "\(purpose.en) must be \(wanted.en), but this is \(found.en)",
          ja: "\(purpose.ja)は\(wanted.ja)でなければなりませんが、これは\(found.ja)です"), at: source.locate(range), help: help)
    }
  }

  private let expression: CompiledExpression
  private let states: [String]

  init(_ expression: CompiledExpression, states: [StateName]) {
    self.expression = expression
    self.states = states.map(\.text)
  }

  /// The first part that does not fit.
  func mismatch(_ expr: Expr, _ wanted: DataShape) -> Mismatch? {
    switch (expr.kind, wanted) {
    case (.conditional(_, let then, let otherwise), _):
      return mismatch(then, wanted) ?? mismatch(otherwise, wanted)
    case (.bind(_, _, let body), _): return mismatch(body, wanted)
    case (_, .nullable(let shape)):
      if case .literal(.null) = expr.kind { return nil }
      return admits(wanted, type(expr)) ? nil : mismatch(expr, shape)
    case (.list(let elements), .list(let shape)):
      return elements.lazy.filter { !$0.isOptional }.compactMap { mismatch($0.value, shape) }.first
    case (.map(let entries), .record(_, let fields, let isOpen)):
      return record(expr, entries, fields, isOpen)
    case (.literal(.string(let text)), .choice(let values)):
      guard !values.contains(text) else { return nil }
      let near = Suggestion.nearest(to: text, in: values)
      return Mismatch(
        range: expr.range, wanted: wanted.title, found: Text(verbatim: "\"\(text)\""),
        help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
    default:
      let type = type(expr)
      return admits(wanted, type)
        ? nil
        : Mismatch(range: expr.range, wanted: wanted.title, found: Text(verbatim: "\(type)"), help: help(wanted, type))
    }
  }

  /// `item.state` is narrower than its type where it is known from which states a transition starts.
  private func type(_ expr: Expr) -> CELType {
    if !states.isEmpty, case .select(let operand, "state", _) = expr.kind, case .identifier("item", _) = operand.kind {
      return .enumeration(states)
    }
    return expression.type(of: expr)
  }

  private func record(
    _ expr: Expr, _ entries: [Expr.Entry], _ fields: [String: DataShape.Member], _ isOpen: Bool
  ) -> Mismatch? {
    var given: Set<String> = []
    for entry in entries {
      guard case .literal(.string(let name)) = entry.key.kind else { return nil }
      given.insert(name)
      guard let member = fields[name] else {
        if isOpen { continue }
        let near = Suggestion.nearest(to: name, in: fields.keys)
        return Mismatch(
          range: entry.key.range, wanted: Text(en: "a record without this field", ja: "この項目のないレコード"),
          found: Text(verbatim: "\"\(name)\""),
          help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
      }
      if !entry.isOptional, let inner = mismatch(entry.value, member.shape) { return inner }
    }
    guard let missing = fields.filter({ $0.value.isRequired && !given.contains($0.key) }).keys.sorted().first else {
      return nil
    }
    return Mismatch(
      range: expr.range, wanted: Text(en: "a record with \"\(missing)\"", ja: "「\(missing)」のあるレコード"),
      found: Text(en: "one without it", ja: "それのないもの"), help: nil)
  }

  /// Whether every value of the type, or at least one that is only known at run time, may be one of the shape.
  private func admits(_ wanted: DataShape, _ type: CELType) -> Bool {
    switch (wanted, type) {
    case (_, .dyn), (_, .variable), (_, .parameter): true
    case (.anything, .opaque), (.anything, .type), (.anything, .bytes): false
    case (.anything, _): true
    case (.nullable, .null): true
    case (.nullable(let shape), .nullable(let type)), (.nullable(let shape), .optional(let type)): admits(shape, type)
    case (.nullable(let shape), _): admits(shape, type)
    case (.flag, .bool), (.integer, .int), (.integer, .uint): true
    case (.number, .int), (.number, .uint), (.number, .double): true
    case (.text, .string), (.text, .enumeration), (.choice, .string): true
    case (.choice(let values), .enumeration(let possible)): Set(possible).isSubset(of: values)
    case (.date, .timestamp), (.dateTime, .timestamp): true
    case (.list(let shape), .list(let type)): admits(shape, type)
    case (.record(_, let fields, let isOpen), .record(let record)): admits(fields, isOpen, record)
    case (.record(_, let fields, _), .map(let key, let value)):
      admits(.text, key) && fields.values.allSatisfy { admits($0.shape, value) }
    case (.flag, _), (.integer, _), (.number, _), (.text, _), (.choice, _), (.date, _), (.dateTime, _), (.list, _),
      (.record, _):
      false
    }
  }

  private func admits(_ fields: [String: DataShape.Member], _ isOpen: Bool, _ record: RecordType) -> Bool {
    for (name, field) in record.fields {
      guard let member = fields[name] else {
        if isOpen { continue }
        return false
      }
      if !admits(member.shape, field.type) || (member.isRequired && field.isOptional) { return false }
    }
    return record.isOpen || fields.allSatisfy { !$0.value.isRequired || record.fields[$0.key] != nil }
  }

  private func help(_ wanted: DataShape, _ type: CELType) -> Text? {
    switch (wanted, type) {
    case (_, .optional):
      Text(en: "give a value for the case that it is not there: .orValue(…)", ja: "値がない場合を .orValue(…) で補ってください")
    case (.date, .string), (.dateTime, .string):
      Text(en: "make it a day: date(\"2026-04-01\")", ja: "date(\"2026-04-01\") で日付にしてください")
    case (.text, .int), (.text, .double), (.text, .timestamp), (.text, .bool):
      Text(en: "make it a text: string(…)", ja: "string(…) で文字列にしてください")
    case (.integer, .double): Text(en: "round it: int(…)", ja: "int(…) で整数にしてください")
    case (.integer, .duration):
      Text(en: "count hours: .getHours()", ja: ".getHours() で時間数にしてください")
    default: nil
    }
  }
}

extension DataShape {
  /// How messages call a value of this shape.
  var title: Text {
    switch self {
    case .anything: Text(en: "a value of JSON", ja: "JSON の値")
    case .flag: Text(en: "true or false (bool)", ja: "真偽値（bool）")
    case .integer: Text(en: "an integer (int)", ja: "整数（int）")
    case .number: Text(en: "a number", ja: "数")
    case .text: Text(en: "a text (string)", ja: "文字列（string）")
    case .choice(let values):
      Text(
        en: "one of " + values.map { "\"\($0)\"" }.joined(separator: ", "),
        ja: values.map { "\"\($0)\"" }.joined(separator: "、") + " のいずれか")
    case .date: Text(en: "a day (timestamp)", ja: "日付（timestamp）")
    case .dateTime: Text(en: "a moment (timestamp)", ja: "日時（timestamp）")
    case .list(let element): Text(en: "a list of: \(element.title.en)", ja: "\(element.title.ja)のリスト")
    case .record(let name, _, _): Text(en: "a record (\(name))", ja: "レコード（\(name)）")
    case .nullable(let shape): Text(en: "\(shape.title.en), or null", ja: "\(shape.title.ja)または null")
    }
  }
}
