import Diagnostics

/// The extension `strings`: positions count code points.
extension Library {
  static let textExtensions: [FunctionDeclaration] = positions + cases + pieces + [quote]

  private static let positions: [FunctionDeclaration] = [
    FunctionDeclaration(
      "charAt", Text(en: "The character at a position; empty at the end.", ja: "その位置の文字。末尾では空文字列。"), isPure: true,
      [
        member(.string, .int, .string) { text, index, context throws(EvaluationError) in
          let text = try CodePoints(text, &context)
          guard (0...text.count).contains(index.asInt) else { throw EvaluationError(.indexOutOfRange(index.asInt)) }
          return .string(text.slice(index.asInt, min(index.asInt + 1, text.count)))
        }
      ]),
    FunctionDeclaration(
      "indexOf",
      Text(
        en: "The position of the first occurrence, from a start on if given; -1 if there is none.",
        ja: "最初に現れる位置。なければ -1。第2引数で探し始める位置を指定できる。"),
      isPure: true,
      [
        member(.string, .string, .int) { text, part, context throws(EvaluationError) in
          .int(try CodePoints(text, &context).firstIndex(of: CodePoints(part, &context), from: 0) ?? -1)
        },
        Overload(
          .member, [.string, .string, .int], .int,
          .variadic { arguments, context throws(EvaluationError) in
            let text = try CodePoints(arguments[0], &context)
            let start = arguments[2].asInt
            guard (0...text.count).contains(start) else { throw EvaluationError(.indexOutOfRange(start)) }
            return .int(text.firstIndex(of: try CodePoints(arguments[1], &context), from: start) ?? -1)
          }),
      ]),
    FunctionDeclaration(
      "lastIndexOf",
      Text(
        en: "The position of the last occurrence, at or before a position if given; -1 if there is none.",
        ja: "最後に現れる位置。なければ -1。第2引数でそれ以前に限定できる。"),
      isPure: true,
      [
        member(.string, .string, .int) { text, part, context throws(EvaluationError) in
          let text = try CodePoints(text, &context)
          return .int(text.lastIndex(of: try CodePoints(part, &context), from: text.count) ?? -1)
        },
        Overload(
          .member, [.string, .string, .int], .int,
          .variadic { arguments, context throws(EvaluationError) in
            let text = try CodePoints(arguments[0], &context)
            let start = arguments[2].asInt
            guard (0...text.count).contains(start) else { throw EvaluationError(.indexOutOfRange(start)) }
            return .int(text.lastIndex(of: try CodePoints(arguments[1], &context), from: start) ?? -1)
          }),
      ]),
    FunctionDeclaration(
      "substring",
      Text(en: "The part from a position to the end or up to a second one.", ja: "開始位置から末尾または終了位置の手前まで。"),
      isPure: true,
      [
        member(.string, .int, .string) { text, start, context throws(EvaluationError) in
          let text = try CodePoints(text, &context)
          guard (0...text.count).contains(start.asInt) else { throw EvaluationError(.indexOutOfRange(start.asInt)) }
          return .string(text.slice(start.asInt, text.count))
        },
        Overload(
          .member, [.string, .int, .int], .string,
          .variadic { arguments, context throws(EvaluationError) in
            let text = try CodePoints(arguments[0], &context)
            let (start, end) = (arguments[1].asInt, arguments[2].asInt)
            for index in [start, end] where !(0...text.count).contains(index) {
              throw EvaluationError(.indexOutOfRange(index))
            }
            guard start <= end else { throw EvaluationError(.indexOutOfRange(start)) }
            return .string(text.slice(start, end))
          }),
      ]),
    FunctionDeclaration(
      "reverse", Text(en: "The characters in reverse order.", ja: "文字を逆順に並べる。"), isPure: true,
      [
        member(.string, .string) { text, context throws(EvaluationError) in
          try context.charge(bytes: CostModel.characters * text.asString.utf8.count)
          var result = String.UnicodeScalarView()
          result.append(contentsOf: text.asString.unicodeScalars.reversed())
          return .string(String(result))
        }
      ]),
  ]

  private static let cases: [FunctionDeclaration] = [
    FunctionDeclaration(
      "lowerAscii", Text(en: "A–Z become a–z; other characters stay.", ja: "A〜Zを小文字にする。"), isPure: true,
      [
        member(.string, .string) { text, context throws(EvaluationError) in
          .string(try mapASCII(text.asString, "A"..."Z", &context))
        }
      ]),
    FunctionDeclaration(
      "upperAscii", Text(en: "a–z become A–Z; other characters stay.", ja: "a〜zを大文字にする。"), isPure: true,
      [
        member(.string, .string) { text, context throws(EvaluationError) in
          .string(try mapASCII(text.asString, "a"..."z", &context))
        }
      ]),
    FunctionDeclaration(
      "trim", Text(en: "Without white space at both ends.", ja: "両端の空白を除く。"), isPure: true,
      [
        member(.string, .string) { text, context throws(EvaluationError) in
          try context.charge(bytes: text.asString.utf8.count)
          let scalars = text.asString.unicodeScalars
          let start = scalars.drop(while: \.properties.isWhitespace)
          let end = start.lastIndex { !$0.properties.isWhitespace }
          return .string(end.map { String(start[...$0]) } ?? "")
        }
      ]),
  ]

  private static func mapASCII(
    _ text: String, _ letters: ClosedRange<Unicode.Scalar>, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> String {
    try context.charge(bytes: text.utf8.count)
    return String(
      decoding: text.utf8.map { letters.contains(Unicode.Scalar($0)) ? $0 ^ 0x20 : $0 }, as: UTF8.self)
  }

  private static let pieces: [FunctionDeclaration] = [
    FunctionDeclaration(
      "join", Text(en: "The texts of a list in one, with a separator if given.", ja: "リストの文字列を区切り文字でつなぐ。"),
      isPure: true,
      [
        member(.list(.string), .string) { list, context throws(EvaluationError) in try join(list.asList, "", &context)
        },
        member(.list(.string), .string, .string) { list, separator, context throws(EvaluationError) in
          try join(list.asList, separator.asString, &context)
        },
      ]),
    FunctionDeclaration(
      "split", Text(en: "The parts between separators, at most as many as given.", ja: "区切り文字で分割する。"), isPure: true,
      [
        member(.string, .string, .list(.string)) { text, separator, context throws(EvaluationError) in
          try split(text.asString, separator.asString, -1, &context)
        },
        Overload(
          .member, [.string, .string, .int], .list(.string),
          .variadic { arguments, context throws(EvaluationError) in
            try split(arguments[0].asString, arguments[1].asString, arguments[2].asInt, &context)
          }),
      ]),
    FunctionDeclaration(
      "replace",
      Text(en: "Replaces every occurrence, or at most as many as given.", ja: "出現箇所を置き換える。回数も指定できる。"), isPure: true,
      [
        Overload(
          .member, [.string, .string, .string], .string,
          .variadic { arguments, context throws(EvaluationError) in try replace(arguments, -1, &context) }),
        Overload(
          .member, [.string, .string, .string, .int], .string,
          .variadic { arguments, context throws(EvaluationError) in
            try replace(arguments, arguments[3].asInt, &context)
          }),
      ]),
  ]

  private static func join(
    _ list: [CELValue], _ separator: String, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    var result = ""
    for (position, element) in list.enumerated() {
      guard case .string(let text) = element else { throw EvaluationError(.noSuchOverload("join", [element])) }
      try context.charge(1 + (text.utf8.count + separator.utf8.count) / CostModel.bytesPerUnit)
      if position > 0 { result += separator }
      result += text
    }
    return .string(result)
  }

  private static func split(
    _ text: String, _ separator: String, _ limit: Int, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    if limit == 0 { return .list([]) }
    let pieces = try Pieces(text, separator, most: limit < 0 ? Int.max : limit - 1, &context)
    return .list(pieces.parts.map { .string(String(decoding: pieces.text[$0], as: UTF8.self)) })
  }

  private static func replace(
    _ arguments: [CELValue], _ limit: Int, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    let new = Array(arguments[2].asString.utf8)
    let pieces = try Pieces(
      arguments[0].asString, arguments[1].asString, most: limit < 0 ? Int.max : limit, isReplacing: true, &context)
    try context.charge(bytes: pieces.parts.count.multipliedReportingOverflow(by: new.count).partialValue)
    var result: [UInt8] = []
    for (position, part) in pieces.parts.enumerated() {
      if position > 0 { result += new }
      result += pieces.text[part]
    }
    return .string(String(decoding: result, as: UTF8.self))
  }

  private static let quote = FunctionDeclaration(
    "strings.quote", Text(en: "The text as a literal in double quotes.", ja: "二重引用符で囲んだリテラルにする。"), isPure: true,
    global([(.string, .string)]) { value, context throws(EvaluationError) in
      try context.charge(bytes: CostModel.characters * value.asString.utf8.count)
      var result = String.UnicodeScalarView("\"".unicodeScalars)
      for scalar in value.asString.unicodeScalars {
        if let letter = quoteEscape(scalar) {
          result.append("\\")
          result.append(letter)
        } else {
          result.append(scalar)
        }
      }
      result.append("\"")
      return .string(String(result))
    })

  private static func quoteEscape(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\u{07}": "a"
    case "\u{08}": "b"
    case "\u{0C}": "f"
    case "\n": "n"
    case "\r": "r"
    case "\t": "t"
    case "\u{0B}": "v"
    case "\\", "\"": scalar
    default: nil
    }
  }
}
