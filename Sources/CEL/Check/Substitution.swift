/// What is known about type variables, and whether types fit each other under it.
///
/// The rules are those of the language's "gradual" typing: `dyn` fits everything; of two types that fit, the more
/// general one is kept; `null` fits whatever may be absent.
struct Substitution {
  /// Whether a nullable type fits its plain one, as the wrappers of protobuf do. Item data is checked strictly.
  var isLenientAboutNull = false
  private var bindings: [CELType?] = []
  /// What to undo when an attempt fails.
  private var trail: [(variable: Int, previous: CELType?)] = []

  mutating func fresh() -> CELType {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  /// Whether `from` may stand where `to` is wanted; what was learnt is kept only if so.
  mutating func fits(_ from: CELType, _ to: CELType) -> Bool { attempt { $0.unify(from, to) } }

  mutating func attempt(_ body: (inout Substitution) -> Bool) -> Bool {
    let mark = trail.count
    if body(&self) { return true }
    while trail.count > mark {
      let step = trail.removeLast()
      bindings[step.variable] = step.previous
    }
    return false
  }

  /// The type behind variables, at the top only.
  func shallow(_ type: CELType) -> CELType {
    var type = type
    while case .variable(let variable) = type, let bound = bindings[variable] { type = bound }
    return type
  }

  /// The type with all variables replaced; what is still unknown is `dyn`.
  func resolved(_ type: CELType) -> CELType {
    switch shallow(type) {
    case .variable: .dyn
    case .list(let element): .list(resolved(element))
    case .map(let key, let value): .map(resolved(key), resolved(value))
    case .optional(let inner): .optional(resolved(inner))
    case .type(let inner): .type(inner.map(resolved))
    case .nullable(let inner): .nullable(resolved(inner))
    case .opaque(let name, let parameters): .opaque(name, parameters.map(resolved))
    case let other: other
    }
  }

  /// Whether nothing in the type is left open: no `dyn`, no null, nothing unknown.
  func isConcrete(_ type: CELType) -> Bool {
    switch shallow(type) {
    case .dyn, .null, .nullable, .variable, .parameter: false
    case .list(let element), .optional(let element): isConcrete(element)
    case .map(let key, let value): isConcrete(key) && isConcrete(value)
    case .opaque(_, let parameters): parameters.allSatisfy { isConcrete($0) }
    case .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type, .record, .enumeration: true
    }
  }

  /// The type that holds both: of elements of a list, values of a map.
  mutating func joined(_ left: CELType, _ right: CELType) -> CELType {
    fits(right, left) || fits(left, right) ? moreGeneral(left, right) : .dyn
  }

  // MARK: Unification

  private mutating func unify(_ from: CELType, _ to: CELType) -> Bool {
    if case .variable(let variable) = to, let verdict = bind(variable, from) { return verdict }
    if case .variable(let variable) = from { return bind(variable, to) ?? false }
    switch (from, to) {
    case (.dyn, _), (_, .dyn): return true
    case (.nullable(let from), .nullable(let to)): return unify(from, to)
    case (.null, .null), (.null, .nullable), (.nullable, .null): return true
    case (.nullable(let from), _): return isLenientAboutNull && unify(from, to)
    case (_, .nullable(let to)): return unify(from, to)
    case (.null, let other), (let other, .null): return Self.admitsNull(other)
    case (.list(let from), .list(let to)), (.optional(let from), .optional(let to)): return unify(from, to)
    case (.map(let fromKey, let fromValue), .map(let toKey, let toValue)):
      return unify(fromKey, toKey) && unify(fromValue, toValue)
    case (.record(let record), .map(let key, let value)), (.map(let key, let value), .record(let record)):
      return unify(record, key, value)
    case (.record(let from), .record(let to)): return from == to
    case (.type, .type): return true
    case (.opaque(let from, let left), .opaque(let to, let right)):
      return from == to && left.count == right.count && zip(left, right).allSatisfy { unify($0, $1) }
    case (.enumeration, .enumeration), (.enumeration, .string), (.string, .enumeration): return true
    default: return from == to
    }
  }

  private mutating func unify(_ record: RecordType, _ key: CELType, _ value: CELType) -> Bool {
    guard unify(.string, key) else { return false }
    if record.isOpen { return unify(.dyn, value) }
    var common: CELType?
    for field in record.fields.values { common = common.map { joined($0, field.type) } ?? field.type }
    return unify(common ?? .dyn, value)
  }

  /// Null stands for an absent value of these types (the checker's rule for messages and their like).
  private static func admitsNull(_ type: CELType) -> Bool {
    switch type {
    case .timestamp, .duration, .optional, .opaque: true
    default: false
    }
  }

  /// Learns that `variable` stands for `type`, or widens what it stands for. Nil: the type refers to the variable.
  private mutating func bind(_ variable: Int, _ type: CELType) -> Bool? {
    if case .variable(variable) = type { return true }
    if let known = bindings[variable] {
      if known == type { return true }
      guard unify(type, known) || widens(type, known) else { return false }
      let wider = moreGeneral(type, known)
      if !mentions(wider, variable) { set(variable, wider) }
      return true
    }
    guard !mentions(type, variable) else { return nil }
    set(variable, type)
    return true
  }

  /// Whether `type` adds null to what is known.
  private mutating func widens(_ type: CELType, _ known: CELType) -> Bool {
    if case .nullable(let inner) = type { unify(inner, known) } else { false }
  }

  private mutating func set(_ variable: Int, _ type: CELType) {
    trail.append((variable, bindings[variable]))
    bindings[variable] = type
  }

  private func mentions(_ type: CELType, _ variable: Int) -> Bool {
    switch type {
    case .variable(let other): other == variable || bindings[other].map { mentions($0, variable) } ?? false
    case .list(let inner), .optional(let inner), .nullable(let inner): mentions(inner, variable)
    case .map(let key, let value): mentions(key, variable) || mentions(value, variable)
    case .type(let inner): inner.map { mentions($0, variable) } ?? false
    case .opaque(_, let parameters): parameters.contains { mentions($0, variable) }
    default: false
    }
  }

  // MARK: Generality

  private func moreGeneral(_ left: CELType, _ right: CELType) -> CELType {
    switch (left, right) {
    case (.enumeration(let some), .enumeration(let others)):
      let all = Set(some)
      if others.allSatisfy(all.contains) { return left }
      return all.isSubset(of: others) ? right : .string
    case (.type, .type): return left == right ? left : .type(nil)
    default: return isAtLeastAsGeneral(left, right) ? left : right
    }
  }

  private func isAtLeastAsGeneral(_ left: CELType, _ right: CELType) -> Bool {
    switch (left, right) {
    case (.dyn, _), (.variable, _): return true
    case (_, .dyn), (_, .variable): return false
    case (_, .null): return true
    case (.null, _): return false
    case (.nullable(let left), .nullable(let right)): return isAtLeastAsGeneral(left, right)
    case (.nullable, _): return true
    case (_, .nullable): return false
    case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
      return isAtLeastAsGeneral(left, right)
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      return isAtLeastAsGeneral(leftKey, rightKey) && isAtLeastAsGeneral(leftValue, rightValue)
    case (.opaque(_, let left), .opaque(_, let right)):
      return zip(left, right).allSatisfy { isAtLeastAsGeneral($0, $1) }
    case (.map, .record), (.string, .enumeration): return true
    default: return left == right
    }
  }
}
