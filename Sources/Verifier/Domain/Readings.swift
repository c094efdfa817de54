import CEL

/// What the nodes of expressions name, worked out once: the same guards are asked in every state and every situation.
///
/// A class, because all copies of an evaluator share it; one verification runs on one thread.
final class Readings {
  /// Of one expression, by `Expr.id`.
  final class Reading {
    /// Outer nil: not asked yet; inner nil: the node names no place.
    var places: [Place??]
    var keys: [String?]
    var extents: [Value?]

    init(count: Int) {
      places = Array(repeating: nil, count: count)
      keys = Array(repeating: nil, count: count)
      extents = Array(repeating: nil, count: count)
    }
  }

  /// The same text may stand in two settings, in which its names have other types.
  private struct Expression: Hashable {
    let text: String
    let types: [CELType]

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  private var known: [Expression: Reading] = [:]
  private var latest: (expression: Expression, reading: Reading)?

  func reading(of compiled: CompiledExpression) -> Reading {
    let expression = Expression(text: compiled.source.text, types: compiled.types)
    // Equal storage makes this comparison short.
    if let latest, latest.expression == expression { return latest.reading }
    let reading: Reading
    if let present = known[expression] {
      reading = present
    } else {
      reading = Reading(count: compiled.types.count)
      known[expression] = reading
    }
    latest = (expression, reading)
    return reading
  }
}

extension Evaluator {
  /// The part of a variable that an expression names.
  func place(_ expr: Expr, _ compiled: CompiledExpression, _ locals: Locals) -> Place? {
    // What a macro binds differs from element to element.
    guard locals.isEmpty else { return namedPlace(expr, compiled, locals) }
    let reading = readings.reading(of: compiled)
    if let known = reading.places[expr.id] { return known }
    let place = namedPlace(expr, compiled, locals)
    reading.places[expr.id] = .some(place)
    return place
  }

  /// The field that a `has` asks about, or a member of what an expression names.
  func member(
    _ field: String, of operand: Expr, by expr: Expr, _ compiled: CompiledExpression, _ locals: Locals
  ) -> Place? {
    guard locals.isEmpty else { return place(operand, compiled, locals)?.member(field, schema) }
    let reading = readings.reading(of: compiled)
    if let known = reading.places[expr.id] { return known }
    let place = place(operand, compiled, locals)?.member(field, schema)
    reading.places[expr.id] = .some(place)
    return place
  }

  /// The text of a node, in one form whatever the layout.
  func key(_ expr: Expr, _ compiled: CompiledExpression) -> String {
    let reading = readings.reading(of: compiled)
    if let known = reading.keys[expr.id] { return known }
    let key = expr.key
    reading.keys[expr.id] = key
    return key
  }

  /// Every value that a node's type admits.
  func extent(_ expr: Expr, _ compiled: CompiledExpression) -> Value {
    let reading = readings.reading(of: compiled)
    if let known = reading.extents[expr.id] { return known }
    let extent = Place.full(compiled.type(of: expr))
    reading.extents[expr.id] = extent
    return extent
  }
}
