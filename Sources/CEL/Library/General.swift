import Diagnostics

extension Library {
  private static let anyList = CELType.list(.parameter("A"))
  private static let anyMap = CELType.map(.parameter("A"), .parameter("B"))

  static let general: [FunctionDeclaration] = [
    FunctionDeclaration(
      "size",
      Text(
        en: "The number of elements of a list or map, of code points of a text, of bytes.",
        ja: "リスト・マップの要素数、文字列の文字（コードポイント）数、バイト数。"),
      isPure: true,
      both([(.string, .int), (.bytes, .int), (anyList, .int), (anyMap, .int)]) {
        value, context throws(EvaluationError) in
        switch value {
        case .string(let text):
          try context.charge(bytes: text.utf8.count)
          return .int(text.unicodeScalars.count)
        case .bytes(let bytes): return .int(bytes.count)
        case .list(let list): return .int(list.count)
        case .map(let map): return .int(map.count)
        default: throw EvaluationError(.noSuchOverload("size", [value]))
        }
      }),
    FunctionDeclaration(
      "type", Text(en: "The type of a value.", ja: "値の型。"), isPure: true,
      global([(.parameter("A"), .type(.parameter("A")))]) { value, _ throws(EvaluationError) in .type(value.runtimeType)
      }),
    FunctionDeclaration(
      "dyn",
      Text(
        en: "The value itself; its type is checked when evaluated only.", ja: "値そのもの。型の検査は評価時だけになる。"),
      isPure: true, global([(.parameter("A"), .dyn)]) { value, _ throws(EvaluationError) in value }),
  ]
}
