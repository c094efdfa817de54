import Diagnostics

/// Rewrites a pattern of ECMA-262 (with the `u` flag, without `i`, `m`, `s`) as one of RE2 that matches the same texts.
///
/// One pass without recursion. What RE2 cannot do in linear time (lookaround, backreferences) is refused, as is what
/// the `u` flag makes an error: unknown escapes, lone brackets, a repetition of nothing.
///
/// Compared with V8 over random patterns, one difference is left: where a pattern is met by nothing but `\B`, RE2 finds
/// it between the bytes of a character too.
struct ECMATranslation {
  let scalars: [Unicode.Scalar]
  var position = 0
  private var output = ""
  /// Positions of the groups that are open.
  private var open: [Int] = []
  private var names: Set<String> = []
  /// Whether the term just read may be repeated.
  private var isRepeatable = false

  init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  mutating func re2() throws(PatternError) -> String {
    while let character = next() {
      switch character {
      case "^", "$": append(String(character), isRepeatable: false)
      case ".": append("[^\(CodePointRanges.lineTerminators.classItems)]")
      case "|": append("|", isRepeatable: false)
      case "(": try group()
      case ")":
        guard open.popLast() != nil else { throw fault(.unopened, from: position - 1) }
        append(")")
      case "[": append(try bracketExpression())
      case "\\": try append(escape(inClass: false))
      case "*", "+", "?": try repetition(String(character), from: position - 1)
      case "{": try counted()
      case "]", "}": throw fault(.loneBracket, from: position - 1)
      default: append(CodePointRanges.escaped(character.value))
      }
    }
    if let start = open.last { throw fault(.unclosed, from: start) }
    return output
  }

  private mutating func append(_ term: String, isRepeatable: Bool = true) {
    output += term
    self.isRepeatable = isRepeatable
  }

  private mutating func append(_ escape: ECMAEscape) {
    switch escape {
    case .scalar(let value): append(CodePointRanges.escaped(value))
    case .set(let items): append(Self.bracketed(items, isNegated: false))
    case .boundary(let term): append(term, isRepeatable: false)
    }
  }

  /// Empty brackets, which RE2 does not have, match nothing; negated, anything.
  private static func bracketed(_ items: String, isNegated: Bool) -> String {
    items.isEmpty ? (isNegated ? "(?s:.)" : "[^\\x{0}-\\x{10ffff}]") : "[\(isNegated ? "^" : "")\(items)]"
  }
}

// MARK: - Groups and repetitions

extension ECMATranslation {
  private mutating func group() throws(PatternError) {
    let start = position - 1
    open.append(start)
    guard take("?") else { return append("(", isRepeatable: false) }
    switch next() {
    case ":": append("(?:", isRepeatable: false)
    case "<" where peek != "=" && peek != "!": try namedGroup(from: start)
    case "=", "!", "<": throw fault(.lookaround, from: start)
    default: throw fault(.modifiers, from: start)
    }
  }

  private mutating func namedGroup(from start: Int) throws(PatternError) {
    var name = ""
    while let character = peek, character != ">" {
      let isAllowed = name.isEmpty ? character.properties.isIDStart : character.properties.isIDContinue
      guard isAllowed || character == "_" || character == "$" else { throw fault(.groupName, from: start) }
      name.unicodeScalars.append(character)
      position += 1
    }
    guard take(">"), !name.isEmpty, names.insert(name).inserted else { throw fault(.groupName, from: start) }
    // RE2 knows only words of ASCII as names; elsewhere the group keeps its number alone.
    let isWord = name.unicodeScalars.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "_" }
    append(isWord ? "(?P<\(name)>" : "(", isRepeatable: false)
  }

  private mutating func repetition(_ term: String, from start: Int) throws(PatternError) {
    guard isRepeatable else { throw fault(.nothingToRepeat, from: start) }
    append(take("?") ? term + "?" : term, isRepeatable: false)
  }

  private mutating func counted() throws(PatternError) {
    let start = position - 1
    guard let least = number() else { throw fault(.loneBracket, from: start) }
    var term = "{\(least)"
    var most = least
    if take(",") {
      let bound = number()
      most = bound ?? least
      term += bound.map { ",\($0)" } ?? ","
    }
    guard take("}") else { throw fault(.loneBracket, from: start) }
    if most < least { throw fault(.countsBackwards, from: start) }
    if most > Self.mostRepetitions { throw fault(.tooManyRepetitions, from: start) }
    try repetition(term + "}", from: start)
  }

  /// RE2's own limit.
  private static let mostRepetitions = 1_000

  private mutating func number() -> Int? {
    var value: Int?
    while let digit = peek, digit.isASCIIDigit {
      value = min(1_000_000, (value ?? 0) * 10 + Int(digit.value - 0x30))
      position += 1
    }
    return value
  }
}

// MARK: - Bracket expressions

extension ECMATranslation {
  private mutating func bracketExpression() throws(PatternError) -> String {
    let start = position - 1
    let isNegated = take("^")
    var items = ""
    while let character = peek {
      if take("]") { return Self.bracketed(items, isNegated: isNegated) }
      let itemStart = position
      position += 1
      let first = try classItem(character)
      guard peek == "-", let after = peek(1), after != "]" else {
        items += first.items
        continue
      }
      position += 2
      let last = try classItem(after)
      guard let lower = first.scalar, let upper = last.scalar else { throw fault(.rangeOfSets, from: itemStart) }
      guard lower <= upper else { throw fault(.rangeBackwards, from: itemStart) }
      items += CodePointRanges(sorted: [lower...upper]).classItems
    }
    throw fault(.unclosedBracket, from: start)
  }

  /// One member; its first character has been taken.
  private mutating func classItem(_ character: Unicode.Scalar) throws(PatternError) -> (items: String, scalar: UInt32?)
  {
    guard character == "\\" else { return (CodePointRanges.escaped(character.value), character.value) }
    switch try escape(inClass: true) {
    case .scalar(let value): return (CodePointRanges.escaped(value), value)
    case .set(let items), .boundary(let items): return (items, nil)
    }
  }
}

// MARK: - Reading

extension ECMATranslation {
  var peek: Unicode.Scalar? { peek(0) }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    position + distance < scalars.count ? scalars[position + distance] : nil
  }

  mutating func next() -> Unicode.Scalar? {
    guard let character = peek else { return nil }
    position += 1
    return character
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == character else { return false }
    position += 1
    return true
  }

  /// The refusal of what stands between scalar `start` and the place of reading.
  func fault(_ fault: ECMAFault, from start: Int) -> PatternError {
    let fragment = scalars[start..<max(start + 1, position)]
    let lower = scalars[..<start].reduce(0) { $0 + UTF8.width($1) }
    let length = fragment.reduce(0) { $0 + UTF8.width($1) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: fragment.prefix(40))
    return fault.error(String(text), at: Span(lower, lower + length))
  }
}
