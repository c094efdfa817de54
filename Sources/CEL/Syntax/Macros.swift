import Diagnostics

/// The macros of the language: calls that bind names or look at the form of their arguments.
///
/// Standard: `has`, `all`, `exists`, `exists_one`, `map`, `filter`; two-variable forms of these and `transformList`,
/// `transformMap`, `transformMapEntry`; `cel.bind`; `optMap`, `optFlatMap`; `math.greatest` and `math.least`.
extension Parser {
  /// Nil where the call has the form of no macro: then it is an ordinary function.
  mutating func macro(
    _ target: Expr?, _ name: Token, _ function: String, _ arguments: [Expr], _ start: Int
  ) throws(Stop) -> Expr? {
    guard let target else {
      return function == "has" && arguments.count == 1 ? try has(arguments[0], name, start) : nil
    }
    if case .identifier("cel", _) = target.kind, function == "bind", arguments.count == 3 {
      return try bind(name, arguments, start)
    }
    if case .identifier("math", _) = target.kind, function == "greatest" || function == "least" {
      return try extreme(target, name, function, arguments, start)
    }
    if arguments.count == 2, function == "optMap" || function == "optFlatMap" {
      guard let variable = variable(arguments[0], name) else { return try invalid(start) }
      let height = max(target.height, arguments[1].height)
      return try make(
        .optionalMap(target: target, name: variable, body: arguments[1], isFlat: function == "optFlatMap"),
        from: start, focus: name.range, height: height)
    }
    return try comprehension(target, name, function, arguments, start)
  }

  private mutating func invalid(_ start: Int) throws(Stop) -> Expr {
    try make(.invalid, from: start, height: 0)
  }

  private mutating func misuse(_ range: Range<Int>, _ message: Text) {
    note(Problem(.badMacro, range, message))
  }

  /// The name that a macro binds.
  private mutating func variable(_ argument: Expr, _ macro: Token) -> String? {
    if case .identifier(let name, isAbsolute: false) = argument.kind { return name }
    misuse(
      argument.range,
      Text(en: "this must be a simple name that the macro binds", ja: "ここにはマクロが束縛する単純な名前を書きます"))
    return nil
  }

  private mutating func has(_ argument: Expr, _ name: Token, _ start: Int) throws(Stop) -> Expr {
    guard case .select(let operand, let field, isOptional: false) = argument.kind else {
      misuse(
        argument.range,
        Text(
          en: "has(…) takes a field: has(data.note); for a map key write key in map",
          ja: "has(…) には項目を書きます: has(data.note)。マップのキーは キー in マップ で調べます"))
      return try invalid(start)
    }
    return try make(.has(operand, field: field), from: start, focus: argument.focus, height: operand.height)
  }

  private mutating func bind(_ name: Token, _ arguments: [Expr], _ start: Int) throws(Stop) -> Expr {
    guard let variable = variable(arguments[0], name) else { return try invalid(start) }
    return try make(
      .bind(name: variable, value: arguments[1], body: arguments[2]), from: start, focus: name.range,
      height: max(arguments[1].height, arguments[2].height))
  }

  /// Three and more arguments of `math.greatest` become one list, so that the function needs no variadic form.
  private mutating func extreme(
    _ target: Expr, _ name: Token, _ function: String, _ arguments: [Expr], _ start: Int
  ) throws(Stop) -> Expr? {
    guard let first = arguments.first, let last = arguments.last else {
      misuse(name.range, Text(en: "\(function) needs an argument", ja: "\(function) には引数が必要です"))
      return try invalid(start)
    }
    if arguments.count == 1, case .list(let elements) = first.kind, elements.isEmpty {
      misuse(first.range, Text(en: "\(function) of an empty list", ja: "空のリストの \(function) は求められません"))
      return try invalid(start)
    }
    guard arguments.count > 2 else { return nil }
    let height = arguments.map(\.height).max() ?? 0
    let list = try make(
      .list(arguments.map { Expr.Element(value: $0, isOptional: false) }), from: first.range.lowerBound,
      focus: first.range.lowerBound..<last.range.upperBound, height: height)
    return try make(
      .call(target: target, function: function, arguments: [list]), from: start, focus: name.range,
      height: list.height)
  }

  private struct Form {
    let macro: Comprehension.Macro
    let hasSecond: Bool
    let hasFilter: Bool
  }

  private static func form(_ function: String, _ count: Int) -> Form? {
    switch (function, count) {
    case ("all", 2): Form(macro: .all, hasSecond: false, hasFilter: false)
    case ("all", 3): Form(macro: .all, hasSecond: true, hasFilter: false)
    case ("exists", 2): Form(macro: .exists, hasSecond: false, hasFilter: false)
    case ("exists", 3): Form(macro: .exists, hasSecond: true, hasFilter: false)
    case ("exists_one", 2), ("existsOne", 2): Form(macro: .existsOne, hasSecond: false, hasFilter: false)
    case ("exists_one", 3), ("existsOne", 3): Form(macro: .existsOne, hasSecond: true, hasFilter: false)
    case ("filter", 2): Form(macro: .filter, hasSecond: false, hasFilter: true)
    case ("map", 2): Form(macro: .map, hasSecond: false, hasFilter: false)
    case ("map", 3): Form(macro: .map, hasSecond: false, hasFilter: true)
    case ("transformList", 3): Form(macro: .transformList, hasSecond: true, hasFilter: false)
    case ("transformList", 4): Form(macro: .transformList, hasSecond: true, hasFilter: true)
    case ("transformMap", 3): Form(macro: .transformMap, hasSecond: true, hasFilter: false)
    case ("transformMap", 4): Form(macro: .transformMap, hasSecond: true, hasFilter: true)
    case ("transformMapEntry", 3): Form(macro: .transformMapEntry, hasSecond: true, hasFilter: false)
    case ("transformMapEntry", 4): Form(macro: .transformMapEntry, hasSecond: true, hasFilter: true)
    default: nil
    }
  }

  private mutating func comprehension(
    _ target: Expr, _ name: Token, _ function: String, _ arguments: [Expr], _ start: Int
  ) throws(Stop) -> Expr? {
    guard let form = Self.form(function, arguments.count) else { return nil }
    guard let first = variable(arguments[0], name) else { return try invalid(start) }
    var rest = arguments.dropFirst()
    var second: String?
    if form.hasSecond, let argument = rest.popFirst() {
      guard let found = variable(argument, name) else { return try invalid(start) }
      if found == first {
        misuse(argument.range, Text(en: "the two names must differ", ja: "二つの名前は別にしてください"))
        return try invalid(start)
      }
      second = found
    }
    let filter = form.hasFilter ? rest.popFirst() : nil
    let macro = Comprehension(
      macro: form.macro, range: target, first: first, second: second, filter: filter, body: rest.first)
    let height = max(target.height, arguments.map(\.height).max() ?? 0)
    return try make(.comprehension(macro), from: start, focus: name.range, height: height)
  }
}
