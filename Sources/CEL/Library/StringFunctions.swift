import Diagnostics

/// The standard functions over text.
extension Library {
  static let text: [FunctionDeclaration] = [
    FunctionDeclaration(
      "contains", Text(en: "Whether the text contains another.", ja: "文字列が別の文字列を含むか。"), isPure: true,
      [
        member(.string, .string, .bool) { text, part, context throws(EvaluationError) in
          let (text, part) = (text.asString, part.asString)
          try context.charge(bytes: 4 * (text.utf8.count + part.utf8.count))
          return .bool(LinearSearch(Array(part.utf8)).first(in: Array(text.utf8)[...]) != nil)
        }
      ]),
    FunctionDeclaration(
      "startsWith", Text(en: "Whether the text begins with another.", ja: "文字列が別の文字列で始まるか。"), isPure: true,
      [
        member(.string, .string, .bool) { text, part, context throws(EvaluationError) in
          try context.charge(bytes: part.asString.utf8.count)
          return .bool(text.asString.utf8.starts(with: part.asString.utf8))
        }
      ]),
    FunctionDeclaration(
      "endsWith", Text(en: "Whether the text ends with another.", ja: "文字列が別の文字列で終わるか。"), isPure: true,
      [
        member(.string, .string, .bool) { text, part, context throws(EvaluationError) in
          try context.charge(bytes: part.asString.utf8.count)
          return .bool(text.asString.utf8.reversed().starts(with: part.asString.utf8.reversed()))
        }
      ]),
    FunctionDeclaration(
      "matches",
      Text(
        en: "Whether a regular expression (RE2 syntax) matches anywhere in the text.",
        ja: "正規表現（RE2の構文）が文字列のどこかに一致するか。"),
      isPure: true,
      [
        Overload(.member, [.string, .string], .bool, .binary(matches)),
        Overload(.global, [.string, .string], .bool, .binary(matches)),
      ]),
  ]
}
