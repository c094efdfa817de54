import Diagnostics

/// Members, literals and aggregates.
extension Parser {
  /// Member = Primary | Member "." ["?"] FIELD | Member "." NAME "(" [Args] ")" | Member "[" ["?"] Expr "]"
  mutating func member() throws(Stop) -> Expr {
    let start = current.range.lowerBound
    var operand = try primary()
    while true {
      if accept(.dot) {
        operand = try selection(operand, start)
      } else if accept(.openBracket) {
        let isOptional = accept(.question)
        let key = try expression()
        try expect(.closeBracket)
        operand = try make(
          .index(operand, key: key, isOptional: isOptional), from: start, focus: key.range,
          height: max(operand.height, key.height))
      } else if isNext(.openBrace), operand.qualifiedName != nil {
        try messageLiteral(operand)
      } else {
        return operand
      }
    }
  }

  private mutating func selection(_ operand: Expr, _ start: Int) throws(Stop) -> Expr {
    let isOptional = accept(.question)
    let name = current
    switch name.kind {
    case .quotedField(let field):
      advance()
      return try make(
        .select(operand, field: field, isOptional: isOptional), from: start, focus: name.range, height: operand.height)
    case .identifier(let field) where !Token.keywords.contains(field):
      advance()
      if !isOptional, accept(.openParenthesis) {
        let arguments = try arguments()
        return try call(operand, name, field, arguments, start)
      }
      return try make(
        .select(operand, field: field, isOptional: isOptional), from: start, focus: name.range, height: operand.height)
    default:
      try unexpected(Text(en: "a field or function name", ja: "項目名か関数名"))
    }
  }

  private mutating func messageLiteral(_ name: Expr) throws(Stop) -> Never {
    note(
      Problem(
        .messageLiteral, name.range,
        Text(en: "there are no message types to construct", ja: "生成できるメッセージ型はありません"),
        help: Text(en: "write a map: {\"field\": value}", ja: "マップ {\"項目\": 値} を使ってください")))
    throw Stop()
  }

  /// The arguments of a call after its opening parenthesis.
  private mutating func arguments() throws(Stop) -> [Expr] {
    var arguments: [Expr] = []
    if accept(.closeParenthesis) { return arguments }
    repeat { arguments.append(try expression()) } while accept(.comma)
    try expect(.closeParenthesis)
    return arguments
  }

  private mutating func call(
    _ target: Expr?, _ name: Token, _ function: String, _ arguments: [Expr], _ start: Int
  ) throws(Stop) -> Expr {
    if expandsMacros, let expanded = try macro(target, name, function, arguments, start) { return expanded }
    let height = max(target?.height ?? 0, arguments.map(\.height).max() ?? 0)
    return try make(
      .call(target: target, function: function, arguments: arguments), from: start, focus: name.range, height: height)
  }

  private mutating func primary() throws(Stop) -> Expr {
    let token = current
    let start = token.range.lowerBound
    switch token.kind {
    case .identifier(let name): return try identifier(name, start, isAbsolute: false)
    case .int, .uint, .double, .string, .bytes: return try literal(token, start, isNegative: false)
    case .symbol(.minus):
      advance()
      return try literal(current, start, isNegative: true)
    case .symbol(.dot):
      advance()
      guard case .identifier(let name) = current.kind, !Token.keywords.contains(name) else {
        try unexpected(Text(en: "a name", ja: "名前"))
      }
      return try identifier(name, start, isAbsolute: true)
    case .symbol(.openParenthesis):
      advance()
      let inner = try expression()
      try expect(.closeParenthesis)
      return inner
    case .symbol(.openBracket):
      advance()
      return try list(start)
    case .symbol(.openBrace):
      advance()
      return try map(start)
    case .symbol, .quotedField, .end:
      try unexpected(Text(en: "a value", ja: "値"))
    }
  }

  private mutating func identifier(_ name: String, _ start: Int, isAbsolute: Bool) throws(Stop) -> Expr {
    let token = current
    switch name {
    case "true", "false", "null":
      advance()
      return try make(.literal(name == "null" ? .null : .bool(name == "true")), from: start, height: 0)
    case "in": try unexpected(Text(en: "a value", ja: "値"))
    default: break
    }
    if Token.reserved.contains(name) {
      note(
        Problem(
          .reservedWord, token.range,
          Text(en: "\"\(name)\" is a reserved word and names nothing", ja: "「\(name)」は予約語なので名前に使えません")))
      throw Stop()
    }
    advance()
    if accept(.openParenthesis) {
      let arguments = try arguments()
      return try call(nil, token, name, arguments, start)
    }
    return try make(.identifier(name, isAbsolute: isAbsolute), from: start, height: 0)
  }

  private mutating func literal(_ token: Token, _ start: Int, isNegative: Bool) throws(Stop) -> Expr {
    advance()
    let value: CELValue
    switch token.kind {
    case .int(let magnitude):
      guard let number = Self.signed(magnitude, isNegative: isNegative) else {
        note(
          Problem(
            .badNumber, start..<token.range.upperBound,
            Text(en: "the number does not fit an int of 64 bits", ja: "数値が64ビット整数に収まりません"),
            help: Text(en: "an unsigned number ends with u", ja: "符号なし整数は末尾に u を付けます")))
        return try make(.literal(.int(0)), from: start, height: 0)
      }
      value = .int(number)
    case .uint(let number): value = .uint(number)
    case .double(let number): value = .double(isNegative ? -number : number)
    case .string(let text): value = .string(text)
    case .bytes(let bytes): value = .bytes(bytes)
    case .identifier, .quotedField, .symbol, .end: try unexpected(Text(en: "a value", ja: "値"))
    }
    return try make(.literal(value), from: start, height: 0)
  }

  private static func signed(_ magnitude: UInt, isNegative: Bool) -> Int? {
    guard isNegative else { return Int(exactly: magnitude) }
    return magnitude == Int.min.magnitude ? Int.min : Int(exactly: magnitude).map { -$0 }
  }

  private mutating func list(_ start: Int) throws(Stop) -> Expr {
    var elements: [Expr.Element] = []
    while !isNext(.closeBracket) {
      let isOptional = accept(.question)
      elements.append(Expr.Element(value: try expression(), isOptional: isOptional))
      if !accept(.comma) { break }
    }
    try expect(.closeBracket)
    return try make(.list(elements), from: start, height: elements.map(\.value.height).max() ?? 0)
  }

  private mutating func map(_ start: Int) throws(Stop) -> Expr {
    var entries: [Expr.Entry] = []
    var height = 0
    while !isNext(.closeBrace) {
      let isOptional = accept(.question)
      let key = try expression()
      try expect(.colon)
      let value = try expression()
      entries.append(Expr.Entry(key: key, value: value, isOptional: isOptional))
      height = max(height, key.height, value.height)
      if !accept(.comma) { break }
    }
    try expect(.closeBrace)
    return try make(.map(entries), from: start, height: height)
  }
}
