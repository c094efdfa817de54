package import Diagnostics

/// Why an evaluation gave no value. An error is never "true": whoever asked a guard gets this instead.
///
/// Cheap to make, because `&&`, `||`, `all` and `exists` may absorb many; the message is written when it is asked for.
package struct EvaluationError: Error, Sendable {
  package enum Reason: Sendable {
    case noSuchOverload(String, [CELValue])
    case noSuchKey(CELValue)
    case noFields(CELValue)
    case indexOutOfRange(Int)
    case overflow(String)
    case divisionByZero
    case conversion(CELValue, to: String)
    case unbound(String)
    case badArgument(Text)
    case emptyOptional
    case repeatedKey(CELValue)
    case notOptional
    /// Refused by a function of the host, under the host's own code.
    case host(code: String, Text)
    case costExceeded
  }

  package let reason: Reason
  /// Which part of the expression, in UTF-8 offsets of its text; nil where a host function threw outside of any.
  package internal(set) var range: Range<Int>?

  package init(_ reason: Reason) { self.reason = reason }

  init(_ reason: Reason, _ range: Range<Int>) {
    self.reason = reason
    self.range = range
  }

  /// Whether no operator may absorb the error.
  var isFatal: Bool { if case .costExceeded = reason { true } else { false } }

  func at(_ range: Range<Int>) -> EvaluationError {
    self.range == nil ? EvaluationError(reason, range) : self
  }

  package var code: String {
    switch reason {
    case .noSuchOverload, .notOptional: Code.noSuchOverload.rawValue
    case .noSuchKey, .noFields: Code.noSuchKey.rawValue
    case .indexOutOfRange: Code.indexOutOfRange.rawValue
    case .overflow: Code.overflow.rawValue
    case .divisionByZero: Code.divisionByZero.rawValue
    case .conversion: Code.conversion.rawValue
    case .unbound: Code.unbound.rawValue
    case .badArgument: Code.badArgument.rawValue
    case .emptyOptional: Code.emptyOptional.rawValue
    case .repeatedKey: Code.repeatedKey.rawValue
    case .host(let code, _): code
    case .costExceeded: Code.costExceeded.rawValue
    }
  }

  package var message: Text {
    switch reason {
    case .noSuchOverload(let operation, let values):
      let types = values.map(\.runtimeType.runtimeName).joined(separator: ", ")
      return Text(en: "\(operation) does not apply to (\(types))", ja: "\(operation) は (\(types)) に使えません")
    case .noSuchKey(let key):
      return Text(en: "no such key: \(key.excerpt)", ja: "キー \(key.excerpt) がありません")
    case .noFields(let value):
      let type = value.runtimeType.runtimeName
      return Text(en: "a value of type \(type) has no fields", ja: "\(type) 型の値に項目はありません")
    case .indexOutOfRange(let index):
      return Text(en: "index out of range: \(index)", ja: "添字 \(index) は範囲外です")
    case .overflow(let operation):
      return Text(en: "\(operation) leaves the range of its type", ja: "\(operation) の結果が型の範囲を超えました")
    case .divisionByZero: return Text(en: "division by zero", ja: "ゼロで除算しました")
    case .conversion(let value, let type):
      return Text(en: "\(value.excerpt) cannot become \(type)", ja: "\(value.excerpt) を \(type) に変換できません")
    case .unbound(let name): return Text(en: "\"\(name)\" has no value", ja: "「\(name)」の値がありません")
    case .badArgument(let text), .host(_, let text): return text
    case .emptyOptional: return Text(en: "the optional is empty", ja: "optionalが空です")
    case .repeatedKey(let key):
      return Text(en: "the key \(key.excerpt) is given twice", ja: "キー \(key.excerpt) が重複しています")
    case .notOptional:
      return Text(en: "an entry marked ? needs an optional value", ja: "? を付けた要素にはoptionalの値が必要です")
    case .costExceeded:
      return Text(en: "the evaluation costs more than its budget", ja: "評価のコストが上限を超えました")
    }
  }

  /// For reports: the error at its place in the file that holds the expression.
  package func diagnostic(in source: ExpressionSource) -> Diagnostic {
    Diagnostic(code, .error, message, at: range.map(source.locate))
  }
}

extension CELValue {
  /// A few characters of the value for a message.
  var excerpt: String {
    switch self {
    case .string(let text): "\"" + text.prefix(60) + (text.count > 60 ? "…\"" : "\"")
    case .int(let value): String(value)
    case .uint(let value): String(value) + "u"
    case .double(let value): DoubleText.shortest(value)
    case .bool(let value): String(value)
    case .null: "null"
    case .timestamp(let value): value.description
    case .duration(let value): value.description
    case .bytes, .list, .map, .type, .optional, .opaque: runtimeType.runtimeName
    }
  }
}
