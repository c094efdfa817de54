/// What a macro walks over: elements with their index, or keys with their value.
struct Iteration {
  private let list: [CELValue]
  private let entries: [CELMap.Entry]
  private let isMap: Bool

  init(_ value: CELValue, _ range: Range<Int>) throws(EvaluationError) {
    switch value {
    case .list(let list):
      self.list = list
      entries = []
      isMap = false
    case .map(let map):
      list = []
      entries = map.entries
      isMap = true
    default: throw EvaluationError(.noSuchOverload("a macro", [value]), range)
    }
  }

  var count: Int { isMap ? entries.count : list.count }

  func key(_ position: Int) -> CELValue { isMap ? entries[position].key : .int(position) }

  /// Binds the one or two variables of the macro for a position.
  func bind(_ position: Int, _ variables: IterationVariables, _ context: inout EvaluationContext) {
    if let second = variables.second {
      context.slots[variables.first] = key(position)
      context.slots[second] = isMap ? entries[position].value : list[position]
    } else {
      context.slots[variables.first] = isMap ? entries[position].key : list[position]
    }
  }
}

struct IterationVariables: Sendable {
  let first: Int
  let second: Int?
}

/// `all` (stops at the first false) and `exists` (at the first true). An error is kept and only counts if no element
/// decides.
struct QuantifierStep: ConditionStep {
  let list: any Step
  let variables: IterationVariables
  let condition: any Step
  /// The answer of an element that decides: false for `all`, true for `exists`.
  let decisive: Bool
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let elements = try Iteration(list.evaluate(&context), list.range)
    var failure: EvaluationError?
    for position in 0..<elements.count {
      try context.charge(CostModel.step)
      elements.bind(position, variables, &context)
      do throws(EvaluationError) {
        if try condition.test(&context) == decisive { return decisive }
      } catch {
        if error.isFatal { throw error }
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return !decisive
  }
}

/// `exists_one`: every element is asked; an error counts.
struct ExistsOneStep: ConditionStep {
  let list: any Step
  let variables: IterationVariables
  let condition: any Step
  let range: Range<Int>

  func test(_ context: inout EvaluationContext) throws(EvaluationError) -> Bool {
    try context.charge(CostModel.step)
    let elements = try Iteration(list.evaluate(&context), list.range)
    var count = 0
    for position in 0..<elements.count {
      try context.charge(CostModel.step)
      elements.bind(position, variables, &context)
      if try condition.test(&context) { count += 1 }
    }
    return count == 1
  }
}

/// `map`, `filter`, `transformList`: a list. Without `transform` the first variable itself.
struct TransformListStep: Step {
  let list: any Step
  let variables: IterationVariables
  let filter: (any Step)?
  let transform: (any Step)?
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.newList)
    let elements = try Iteration(list.evaluate(&context), list.range)
    var result: [CELValue] = []
    for position in 0..<elements.count {
      try context.charge(2 * CostModel.step)
      elements.bind(position, variables, &context)
      if let filter, try !filter.test(&context) { continue }
      if let transform {
        result.append(try transform.evaluate(&context))
      } else if let element = context.slots[variables.first] {
        result.append(element)
      }
    }
    return .list(result)
  }
}

/// `transformMap`, which keeps the keys, and `transformMapEntry`, whose transform gives a map of entries.
struct TransformMapStep: Step {
  let map: any Step
  let variables: IterationVariables
  let filter: (any Step)?
  let transform: any Step
  let givesEntries: Bool
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.newMap)
    let elements = try Iteration(map.evaluate(&context), map.range)
    var builder = CELMapBuilder(capacity: 0)
    for position in 0..<elements.count {
      try context.charge(CostModel.mapEntry)
      elements.bind(position, variables, &context)
      if let filter, try !filter.test(&context) { continue }
      let value = try transform.evaluate(&context)
      guard givesEntries else {
        try builder.insertLiteral(elements.key(position), value, range)
        continue
      }
      guard case .map(let entries) = value else {
        throw EvaluationError(.noSuchOverload("transformMapEntry", [value]), transform.range)
      }
      for entry in entries.entries {
        try context.charge(CostModel.mapEntry)
        try builder.insertLiteral(entry.key, entry.value, transform.range)
      }
    }
    return .map(builder.build())
  }
}

/// `cel.bind`: the value is computed once.
struct BindStep: Step {
  let slot: Int
  let value: any Step
  let body: any Step
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(CostModel.step)
    context.slots[slot] = try value.evaluate(&context)
    return try body.evaluate(&context)
  }
}
