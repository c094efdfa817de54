extension CELValue {
  /// Equality as the language defines it: numbers by value across `int`, `uint` and `double`, NaN unequal to itself,
  /// values of other different types unequal (langdef, "Equality").
  ///
  /// Takes one unit from `units` for each element compared, and some for long text; nil when they are used up, so that
  /// lists that share their parts cannot make a comparison run for ever.
  func isEqual(to other: CELValue, units: inout Int) -> Bool? {
    switch (self, other) {
    case (.string(let left), .string(let right)):
      units -= min(left.utf8.count, right.utf8.count) / CostModel.bytesPerUnit
      return units < 0 ? nil : left.hasSameCodePoints(as: right)
    case (.bool(let left), .bool(let right)): return left == right
    case (.null, .null): return true
    case (.bytes(let left), .bytes(let right)):
      units -= min(left.count, right.count) / CostModel.bytesPerUnit
      return units < 0 ? nil : left == right
    case (.list(let left), .list(let right)): return Self.equal(left, right, units: &units)
    case (.map(let left), .map(let right)): return Self.equal(left, right, units: &units)
    case (.timestamp(let left), .timestamp(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.type(let left), .type(let right)): return left.runtimeName == right.runtimeName
    case (.opaque(let left), .opaque(let right)): return left.isEqual(to: right)
    case (.optional(let left), .optional(let right)):
      guard let left, let right else { return left == nil && right == nil }
      units -= 1
      return units < 0 ? nil : left.isEqual(to: right, units: &units)
    default:
      return Numbers.order(self, other).map { $0 == .same } ?? false
    }
  }

  private static func equal(_ left: [CELValue], _ right: [CELValue], units: inout Int) -> Bool? {
    guard left.count == right.count else { return false }
    for position in left.indices {
      units -= 1
      guard units >= 0, let same = left[position].isEqual(to: right[position], units: &units) else { return nil }
      if !same { return false }
    }
    return true
  }

  private static func equal(_ left: CELMap, _ right: CELMap, units: inout Int) -> Bool? {
    guard left.count == right.count else { return false }
    for entry in left.entries {
      units -= 2
      guard units >= 0 else { return nil }
      guard let key = MapKey(lookup: entry.key), let found = right[key] else { return false }
      guard let same = entry.value.isEqual(to: found, units: &units) else { return nil }
      if !same { return false }
    }
    return true
  }
}

extension CELValue: Equatable {
  package static func == (left: CELValue, right: CELValue) -> Bool {
    var units = Int.max
    return left.isEqual(to: right, units: &units) ?? false
  }
}
