import Patterns

extension SchemaEvaluator {
  /// Whether a value meets one keyword. A keyword that speaks of another type than the value's is met.
  mutating func apply(_ keyword: SchemaKeyword, _ value: JSONValue) -> Bool {
    switch keyword.rule {
    case .type, .enumeration, .constant, .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf,
      .minLength, .maxLength, .pattern, .format:
      if meets(keyword.rule, value) { return true }
      report(at: keyword.location) { ViolationText.text(keyword.rule, value) }
      return false
    case .reference(let target): return check(target, value)
    case .dynamicReference(let anchor, let initial): return check(target(of: anchor, initial: initial), value)
    case .allOf, .anyOf, .oneOf, .not, .conditional: return combine(keyword, value)
    case .minItems, .maxItems, .uniqueItems, .prefixItems, .items, .contains, .unevaluatedItems:
      guard case .array(let elements) = value else { return true }
      return array(keyword, elements)
    case .minProperties, .maxProperties, .required, .dependentRequired, .members, .propertyNames, .dependentSchemas,
      .unevaluatedProperties:
      guard case .object(let members) = value else { return true }
      return object(keyword, members, value)
    }
  }

  /// Assertions over single values. One that speaks of another type is met.
  private func meets(_ rule: SchemaRule, _ value: JSONValue) -> Bool {
    switch rule {
    case .type(let types): return types.admits(value)
    case .enumeration(let values, _): return values.contains(value)
    case .constant(let constant): return value == constant
    case .format(let format): return format.admits(value)
    case .minLength, .maxLength, .pattern:
      guard case .string(let text) = value else { return true }
      return meets(rule, text)
    default:
      guard case .number(let number) = value else { return true }
      return meets(rule, number)
    }
  }

  private func meets(_ rule: SchemaRule, _ text: String) -> Bool {
    switch rule {
    case .minLength(let count): text.hasScalars(atLeast: count)
    case .maxLength(let count): !text.hasScalars(atLeast: count == .max ? count : count + 1)
    case .pattern(let pattern): pattern.matches(text)
    default: true  // `meets` above sends only keywords of strings here.
    }
  }

  private func meets(_ rule: SchemaRule, _ number: JSONNumber) -> Bool {
    switch rule {
    case .minimum(let bound): number >= bound
    case .maximum(let bound): number <= bound
    case .exclusiveMinimum(let bound): number > bound
    case .exclusiveMaximum(let bound): number < bound
    case .multipleOf(let divisor): number.isMultiple(of: divisor)
    default: true  // `meets` above sends only keywords of numbers here.
    }
  }

  // MARK: Combinations

  private mutating func combine(_ keyword: SchemaKeyword, _ value: JSONValue) -> Bool {
    switch keyword.rule {
    case .allOf(let list):
      var isValid = true
      for schema in list where !check(schema, value) {
        isValid = false
        if !isCollecting { break }
      }
      return isValid
    case .anyOf(let list): return anyOf(list, keyword, value)
    case .oneOf(let list): return oneOf(list, keyword, value)
    case .not(let schema):
      let outer = evaluated
      evaluated = nil
      let isMet = !checkSilently(schema, value)
      evaluated = outer
      if !isMet { report(at: keyword.location) { ViolationText.not(value) } }
      return isMet
    case .conditional(let condition, let yes, let no):
      guard let branch = checkSilently(condition, value) ? yes : no else { return true }
      return check(branch, value)
    default: return true  // `apply` sends only combinations here.
    }
  }

  private mutating func anyOf(_ list: [SchemaIndex], _ keyword: SchemaKeyword, _ value: JSONValue) -> Bool {
    var isMet = false
    for schema in list where checkSilently(schema, value) {
      isMet = true
      // Every alternative that fits tells what it evaluated.
      if evaluated == nil { break }
    }
    if !isMet { reportChoice(at: keyword.location, list, value, ViolationText.noAlternative(list.count)) }
    return isMet
  }

  private mutating func oneOf(_ list: [SchemaIndex], _ keyword: SchemaKeyword, _ value: JSONValue) -> Bool {
    var fitting: [Int] = []
    for (position, schema) in list.enumerated() where checkSilently(schema, value) {
      fitting.append(position)
      if fitting.count > 1, !isCollecting { return false }
    }
    switch fitting.count {
    case 0: reportChoice(at: keyword.location, list, value, ViolationText.noAlternative(list.count))
    case 1: return true
    default: report(at: keyword.location) { ViolationText.severalAlternatives(fitting) }
    }
    return false
  }
}

extension String {
  /// Whether there are at least `count` Unicode scalars, without counting further than needed.
  func hasScalars(atLeast count: Int) -> Bool {
    if count <= 0 { return true }
    let bytes = utf8.count
    if bytes < count { return false }
    // A scalar takes at most four bytes.
    if bytes / 4 >= count { return true }
    return unicodeScalars.count >= count
  }
}
