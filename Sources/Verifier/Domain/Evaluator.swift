import CEL
import JSON
import Workflows

/// Evaluates CEL over boxes: what values an expression can have, and which situations make a condition hold.
///
/// Everything is an over-approximation: `assume` gives boxes that together hold every situation of the given box in
/// which the condition has the wanted truth, so that no box means a proof. What the domain cannot represent is any value
/// of its type.
struct Evaluator {
  let definition: Definition
  let library: Library
  let today: Day
  var defect: VerifierDefect
  /// The boxes are candidates of which each is tried, not an over-approximation: lists are given elements as needed.
  var isConstructive = false
  /// Every value that the schema admits, for the fields of the data.
  private let admitted: [String: Value]
  let readings = Readings()

  init(definition: Definition, library: Library, today: Day, defect: VerifierDefect) {
    self.definition = definition
    self.library = library
    self.today = today
    self.defect = defect
    let schema = definition.data.schema
    let data = Place(path: "data", kind: .schema(schema))
    admitted = Dictionary(
      definition.data.fields.map { ("data." + $0.name.text, data.member($0.name.text, schema).full(schema)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Every value that the schema admits for a field.
  func full(_ field: FieldName) -> Value { admitted["data." + field.text] ?? .anything }

  /// More boxes than this are given up: one box, not narrowed, stands for all.
  static let limit = 48

  var schema: JSONValue { definition.data.schema }

  typealias Locals = [String: Local]

  /// What a name bound by a macro stands for.
  enum Local {
    case place(Place)
    case value(Value)
  }

  struct Outcome {
    var value: Value
    /// Evaluation can end in an error.
    var canFail: Bool

    init(_ value: Value, canFail: Bool = false) {
      self.value = value
      self.canFail = canFail
    }
  }

  // MARK: Places

  /// As `place`, worked out anew.
  func namedPlace(_ expr: Expr, _ compiled: CompiledExpression, _ locals: Locals) -> Place? {
    switch expr.kind {
    case .identifier(let name, _):
      if let local = locals[name] { if case .place(let place) = local { return place } else { return nil } }
      if name == "data" { return Place(path: name, kind: .schema(schema)) }
      return compiled.environment.variables[name].map { Place(path: name, kind: .type($0)) }
    case .select(let operand, let field, _):
      guard case .some(let place) = self.place(operand, compiled, locals) else { return nil }
      return place.member(field, schema)
    case .index(let operand, let key, _):
      guard let place = self.place(operand, compiled, locals) else { return nil }
      switch key.kind {
      case .literal(.string(let field)): return place.member(field, schema)
      case .literal(.int(let number)): return place.element("\(number)", schema)
      default: return nil
      }
    default: return nil
    }
  }

  func cell(_ place: Place, _ box: Box) -> Cell {
    if let known = box.cells[place.path] { return known }
    var presence = place.presence
    if place.path.hasPrefix("data."), box.isStrict || defect == .optionalIsPresent, isTop(place.path) {
      let name = FieldName(place.path.dropFirst(5))
      if definition.data.byName[name]?.isRequired ?? false { presence = .yes }
      if defect == .optionalIsPresent { presence = .yes }
    }
    if place.path.hasPrefix("documents."), let slot = definition.documents[SlotName(place.path.dropFirst(10))] {
      return Cell(presence: presence, value: .list(Interval(0, slot.maxCount)))
    }
    return Cell(presence: presence, value: admitted[place.path] ?? place.full(schema))
  }

  private func isTop(_ path: String) -> Bool { !path.dropFirst(5).contains { $0 == "." || $0 == "[" } }

  // MARK: Values

  func evaluate(_ expr: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals = [:]) -> Outcome {
    if !box.facts.isEmpty, locals.isEmpty, let known = fact(expr, compiled, box) { return Outcome(.bool(known)) }
    switch expr.kind {
    case .literal(let value): return Outcome(Self.constant(value))
    case .identifier(let name, _):
      if case .value(let value)? = locals[name] { return Outcome(value) }
    case .has(let operand, let field):
      guard let place = member(field, of: operand, by: expr, compiled, locals) else { return Outcome(.either) }
      switch cell(place, box).presence {
      case .yes: return Outcome(.truth)
      case .no: return Outcome(.falsehood)
      case .maybe: return Outcome(.either)
      }
    case .unary(.not, let operand): return negated(evaluate(operand, compiled, box, locals))
    case .unary(.negate, let operand):
      let inner = evaluate(operand, compiled, box, locals)
      if case .int(let range) = inner.value { return Outcome(.int(range.negated), canFail: range.lower == Int.min) }
    case .binary(let operation, let left, let right):
      return binary(operation, left, right, expr, compiled, box, locals)
    case .logical(let operation, let operands):
      return logical(operation, operands.map { evaluate($0, compiled, box, locals) })
    case .conditional(let condition, let then, let otherwise):
      return conditional(condition, then, otherwise, compiled, box, locals)
    case .bind(let name, let value, let body):
      var inner = locals
      let bound = bind(value, compiled, box, locals)
      inner[name] = bound.local
      let result = evaluate(body, compiled, box, inner)
      return Outcome(result.value, canFail: result.canFail || bound.canFail)
    case .comprehension(let macro): return comprehension(macro, expr, compiled, box, locals)
    case .call(let target, let function, let arguments):
      return call(target, function, arguments, expr, compiled, box, locals)
    case .list(let elements):
      let optional = elements.filter(\.isOptional).count
      let canFail = elements.contains { evaluate($0.value, compiled, box, locals).canFail }
      return Outcome(.list(Interval(elements.count - optional, elements.count)), canFail: canFail)
    case .select, .index, .map, .optionalMap, .invalid: break
    }
    return read(expr, compiled, box, locals)
  }

  /// The noted truth of a condition. Only conditions are noted.
  private func fact(_ expr: Expr, _ compiled: CompiledExpression, _ box: Box) -> Bool? {
    let type = compiled.type(of: expr)
    return type == .bool || type == .dyn ? box.facts[key(expr, compiled)] : nil
  }

  private func read(_ expr: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals) -> Outcome {
    guard let place = place(expr, compiled, locals) else {
      return Outcome(extent(expr, compiled), canFail: true)
    }
    let cell = cell(place, box)
    let isOptional = if case .select(_, _, let flag) = expr.kind { flag } else { false }
    // The checker holds that an optional field is read behind a test only; drafts apart, nothing fails here.
    if isOptional || isOptionalChain(expr) { return Outcome(.optional(cell.presence, cell.value)) }
    return Outcome(cell.value, canFail: cell.presence != .yes || place.path.contains("["))
  }

  private func isOptionalChain(_ expr: Expr) -> Bool {
    switch expr.kind {
    case .select(let operand, _, let isOptional): isOptional || isOptionalChain(operand)
    case .index(let operand, _, let isOptional): isOptional || isOptionalChain(operand)
    default: false
    }
  }

  func bind(
    _ value: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> (local: Local, canFail: Bool) {
    if let place = place(value, compiled, locals), !isOptionalChain(value) { return (.place(place), false) }
    let outcome = evaluate(value, compiled, box, locals)
    return (.value(outcome.value), outcome.canFail)
  }

  static func constant(_ value: CELValue) -> Value {
    switch value {
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(Interval(number))
    case .uint(let number): Int(exactly: number).map { .int(Interval($0)) } ?? .anything
    case .double(let number): .double(Span64(lower: number, upper: number))
    case .string(let text): .text(.of([text]))
    case .timestamp(let moment): .time(Interval(moment.seconds))
    case .list(let values): .list(Interval(values.count))
    case .optional(let inner): .optional(inner == nil ? .no : .yes, inner.map { constant($0) } ?? .anything)
    case .null, .bytes, .map, .duration, .type, .opaque: .anything
    }
  }

  private func negated(_ outcome: Outcome) -> Outcome {
    guard case .bool(let yes, let no) = outcome.value else { return Outcome(.either, canFail: true) }
    return Outcome(.bool(canBeTrue: no, canBeFalse: yes), canFail: outcome.canFail)
  }

  /// An operand that decides absorbs the errors of the others.
  private func logical(_ operation: Expr.LogicalOperator, _ outcomes: [Outcome]) -> Outcome {
    let deciding = operation == .or
    var canDecide = false
    var mustDecide = false
    var canAllPass = true
    var canFail = false
    for outcome in outcomes {
      guard case .bool(let yes, let no) = outcome.value else {
        (canDecide, canFail) = (true, true)
        continue
      }
      let (decides, passes) = deciding ? (yes, no) : (no, yes)
      canDecide = canDecide || decides
      mustDecide = mustDecide || (decides && !passes && !outcome.canFail)
      canAllPass = canAllPass && passes
      canFail = canFail || outcome.canFail
    }
    let decided = canDecide
    let passed = canAllPass && !mustDecide
    return Outcome(
      .bool(canBeTrue: deciding ? decided : passed, canBeFalse: deciding ? passed : decided),
      canFail: canFail && !mustDecide)
  }

  private func conditional(
    _ condition: Expr, _ then: Expr, _ otherwise: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> Outcome {
    let test = evaluate(condition, compiled, box, locals)
    guard case .bool(let yes, let no) = test.value else {
      return Outcome(extent(then, compiled), canFail: true)
    }
    let first = yes ? evaluate(then, compiled, box, locals) : nil
    let second = no ? evaluate(otherwise, compiled, box, locals) : nil
    let value = (first?.value ?? .nothing).union(second?.value ?? .nothing)
    return Outcome(value, canFail: test.canFail || first?.canFail ?? false || second?.canFail ?? false)
  }

  /// Over a list of which nothing but the size is known.
  private func comprehension(
    _ macro: Comprehension, _ expr: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> Outcome {
    let range = evaluate(macro.range, compiled, box, locals)
    let size: Interval = if case .list(let size) = range.value { size } else { .sizes }
    switch macro.macro {
    case .exists, .all:
      let isAll = macro.macro == .all
      if size.upper == 0 { return Outcome(.bool(isAll), canFail: range.canFail) }
      var inner = locals
      inner[macro.first] =
        place(macro.range, compiled, locals).map { .place($0.element("*", schema)) } ?? .value(.anything)
      if let second = macro.second { inner[second] = .value(.anything) }
      // Elements that a place cannot name are of any value.
      if macro.second != nil { inner[macro.first] = .value(.anything) }
      guard let body = macro.body, case .bool(let yes, let no) = evaluate(body, compiled, box, inner).value else {
        return Outcome(.either, canFail: true)
      }
      if isAll, yes, !no { return Outcome(.truth, canFail: true) }
      if !isAll, no, !yes { return Outcome(.falsehood, canFail: true) }
      return Outcome(.either, canFail: true)
    case .existsOne: return Outcome(.either, canFail: true)
    case .filter: return Outcome(.list(Interval(0, size.upper)), canFail: true)
    case .map:
      return Outcome(.list(macro.filter == nil ? size : Interval(0, size.upper)), canFail: true)
    case .transformList, .transformMap, .transformMapEntry:
      return Outcome(extent(expr, compiled), canFail: true)
    }
  }
}
