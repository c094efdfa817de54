import Diagnostics

/// One check of a value against a compiled schema.
///
/// The same code answers quickly (stopping at the first violation) and in full; `isCollecting` tells them apart. The
/// recursion follows the value, and the schema within one value; both are bounded by `depthLimit`.
struct SchemaEvaluator {
  enum Step {
    case member(String)
    case item(Int)
  }

  /// Nested checks: a value goes one or two deeper with each of its levels. Sized for a stack of 512 KiB.
  static let depthLimit = 256
  /// Schemas applied in one check: about a second's work.
  static let stepLimit = 5_000_000

  let schema: CompiledSchema
  private(set) var violations: [SchemaViolation] = []
  private(set) var isExhausted = false
  /// Noted only while collecting.
  private(set) var path: [Step] = []
  /// What is evaluated of the value at hand; nil while no schema asks.
  var evaluated: EvaluatedParts?
  var isCollecting: Bool
  private let collects: Bool
  /// Choices explain their nearest alternative only at the first level, else the work would double with each level.
  private var explains = true
  private var limit: Int
  private var depth = 0
  private var steps = 0
  /// Resources entered and not left, outermost first.
  private var scope: [Int] = []

  init(_ schema: CompiledSchema, collects: Bool) {
    self.schema = schema
    self.collects = collects
    isCollecting = collects
    limit = schema.options.violationLimit
  }

  /// The violations, with a last word if the check had to be given up.
  var outcome: [SchemaViolation] {
    guard isExhausted else { return violations }
    let message = Text(
      en: "too deep or too complex to check", ja: "入れ子が深すぎるか複雑すぎるため、検査できません")
    return violations + [SchemaViolation(instancePointer: "", keywordPointer: "", message: message)]
  }

  /// Whether `value` fits the schema at `index`.
  mutating func check(_ index: SchemaIndex, _ value: JSONValue) -> Bool {
    steps += 1
    guard depth < Self.depthLimit, steps < Self.stepLimit else {
      isExhausted = true
      return false
    }
    switch schema.nodes[index] {
    case .always(let isAlways, let location):
      if !isAlways { report(at: location) { ViolationText.nothingAllowed(value) } }
      return isAlways
    case .keywords(let keywords, let entered):
      depth += 1
      let entersResource = schema.hasDynamicReferences && scope.last != entered.resource
      if entersResource { scope.append(entered.resource) }
      let isValid =
        evaluated != nil || entered.tracksEvaluation ? trackedly(keywords, value) : all(keywords, value)
      if entersResource { scope.removeLast() }
      depth -= 1
      return isValid
    }
  }

  private mutating func all(_ keywords: [SchemaKeyword], _ value: JSONValue) -> Bool {
    var isValid = true
    for keyword in keywords where !apply(keyword, value) {
      isValid = false
      if !isCollecting || isExhausted { return false }
    }
    return isValid
  }

  /// The same, with a note of its own of what was evaluated; handed on when the value fits.
  private mutating func trackedly(_ keywords: [SchemaKeyword], _ value: JSONValue) -> Bool {
    let outer = evaluated
    evaluated = EvaluatedParts()
    let isValid = all(keywords, value)
    let inner = evaluated
    evaluated = outer
    if isValid, let inner { evaluated?.formUnion(inner) }
    return isValid
  }

  /// Checks a part of the value.
  mutating func check(_ index: SchemaIndex, _ value: JSONValue, at step: @autoclosure () -> Step) -> Bool {
    let outer = evaluated
    if outer != nil { evaluated = nil }
    if isCollecting { path.append(step()) }
    let isValid = check(index, value)
    if isCollecting { path.removeLast() }
    if outer != nil { evaluated = outer }
    return isValid
  }

  /// Checks without reporting.
  mutating func checkSilently(_ index: SchemaIndex, _ value: JSONValue) -> Bool {
    let wasCollecting = isCollecting
    isCollecting = false
    defer { isCollecting = wasCollecting }
    return check(index, value)
  }

  /// The schema that a dynamic anchor means in the present scope.
  func target(of anchor: String, initial: SchemaIndex) -> SchemaIndex {
    for resource in scope {
      if let found = schema.dynamicAnchors[resource][anchor] { return found }
    }
    return initial
  }
}

// MARK: - Reporting

extension SchemaEvaluator {
  var isFull: Bool { violations.count >= limit }

  mutating func report(at location: String, member: String? = nil, _ message: () -> Text) {
    guard isCollecting, !isFull else { return }
    violations.append(
      SchemaViolation(instancePointer: pointer(member), keywordPointer: location, message: message()))
  }

  private func pointer(_ member: String?) -> String {
    var pointer = ""
    for step in path {
      switch step {
      case .member(let name): pointer = JSONPointer.append(pointer, name)
      case .item(let index): pointer += "/\(index)"
      }
    }
    return member.map { JSONPointer.append(pointer, $0) } ?? pointer
  }

  /// Reports that no alternative fits, with the violations of the one that comes nearest: the fewest violations, and
  /// rather deep inside the value than at its root.
  mutating func reportChoice(at location: String, _ alternatives: [SchemaIndex], _ value: JSONValue, _ message: Text) {
    guard isCollecting, !isFull else { return }
    var nearest: [SchemaViolation] = []
    var distance = (Int.max, Int.max)
    if explains {
      for alternative in alternatives {
        let found = violations(of: alternative, value)
        let atRoot = found.count { $0.instancePointer == pointer(nil) && $0.keyword != "required" }
        if (atRoot, found.count) < distance, !found.isEmpty {
          distance = (atRoot, found.count)
          nearest = found
        }
      }
    }
    violations.append(
      SchemaViolation(
        instancePointer: pointer(nil), keywordPointer: location, message: message, details: nearest))
  }

  private mutating func violations(of alternative: SchemaIndex, _ value: JSONValue) -> [SchemaViolation] {
    let (kept, keptLimit) = (violations, limit)
    defer { (violations, limit, explains) = (kept, keptLimit, true) }
    (violations, limit, explains) = ([], 10, false)
    _ = check(alternative, value)
    return violations
  }
}
