/// A closed interval of integers; `lower > upper` is empty. The ends of `Int` stand for "no bound".
struct Interval: Hashable, Sendable {
  var lower: Int
  var upper: Int

  static let full = Interval(Int.min, Int.max)
  static let sizes = Interval(0, Int.max)

  init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = upper
  }

  init(_ value: Int) { self.init(value, value) }

  var isEmpty: Bool { lower > upper }
  var single: Int? { lower == upper ? lower : nil }

  func intersection(_ other: Interval) -> Interval { Interval(max(lower, other.lower), min(upper, other.upper)) }
  func union(_ other: Interval) -> Interval { Interval(min(lower, other.lower), max(upper, other.upper)) }
  func contains(_ other: Interval) -> Bool { lower <= other.lower && other.upper <= upper }

  /// The sum, and whether it can leave the range of `Int`.
  func adding(_ other: Interval) -> (sum: Interval, canOverflow: Bool) {
    let (low, under) = lower.addingReportingOverflow(other.lower)
    let (high, over) = upper.addingReportingOverflow(other.upper)
    return (Interval(under ? Int.min : low, over ? Int.max : high), under || over)
  }

  var negated: Interval {
    Interval(upper == Int.max ? Int.min : -upper, lower == Int.min ? Int.max : -lower)
  }
}

/// A closed interval of doubles.
struct Span64: Hashable, Sendable {
  var lower: Double
  var upper: Double

  static let full = Span64(lower: -.infinity, upper: .infinity)
  var isEmpty: Bool { lower > upper }
}

/// Texts: some, or all but some.
enum Texts: Hashable, Sendable {
  case of(Set<String>)
  case except(Set<String>)

  static let all = Texts.except([])

  var isEmpty: Bool { self == .of([]) }
  var single: String? { if case .of(let set) = self, set.count == 1 { set.first } else { nil } }

  func contains(_ text: String) -> Bool {
    switch self {
    case .of(let set): set.contains(text)
    case .except(let set): !set.contains(text)
    }
  }

  func intersection(_ other: Texts) -> Texts {
    switch (self, other) {
    case (.of(let left), .of(let right)): .of(left.intersection(right))
    case (.of(let left), .except(let right)), (.except(let right), .of(let left)): .of(left.subtracting(right))
    case (.except(let left), .except(let right)): .except(left.union(right))
    }
  }

  func union(_ other: Texts) -> Texts {
    switch (self, other) {
    case (.of(let left), .of(let right)): .of(left.union(right))
    case (.of(let left), .except(let right)), (.except(let right), .of(let left)): .except(right.subtracting(left))
    case (.except(let left), .except(let right)): .except(left.intersection(right))
    }
  }
}

/// An over-approximation of the values that an expression can have; errors are kept apart.
indirect enum Value: Hashable, Sendable {
  case nothing
  case anything
  case bool(canBeTrue: Bool, canBeFalse: Bool)
  case int(Interval)
  case double(Span64)
  case text(Texts)
  /// Seconds since 1970.
  case time(Interval)
  /// Of a list, document slot or map: how many elements.
  case list(Interval)
  /// A record whose parts are cells of the box.
  case record
  case optional(Presence, Value)

  static let truth = Value.bool(canBeTrue: true, canBeFalse: false)
  static let falsehood = Value.bool(canBeTrue: false, canBeFalse: true)
  static let either = Value.bool(canBeTrue: true, canBeFalse: true)
  static func bool(_ flag: Bool) -> Value { flag ? truth : falsehood }

  var isEmpty: Bool {
    switch self {
    case .nothing: true
    case .bool(let yes, let no): !yes && !no
    case .int(let range), .time(let range), .list(let range): range.isEmpty
    case .double(let range): range.isEmpty
    case .text(let texts): texts.isEmpty
    case .anything, .record, .optional: false
    }
  }

  /// What both admit; of kinds that do not compare, the first.
  func intersection(_ other: Value) -> Value {
    let result: Value
    switch (self, other) {
    case (.anything, _): result = other
    case (_, .anything): result = self
    case (.bool(let a, let b), .bool(let c, let d)): result = .bool(canBeTrue: a && c, canBeFalse: b && d)
    case (.int(let a), .int(let b)): result = .int(a.intersection(b))
    case (.time(let a), .time(let b)): result = .time(a.intersection(b))
    case (.list(let a), .list(let b)): result = .list(a.intersection(b))
    case (.double(let a), .double(let b)):
      result = .double(Span64(lower: max(a.lower, b.lower), upper: min(a.upper, b.upper)))
    case (.double(let a), .int(let b)):
      result = .double(Span64(lower: max(a.lower, Double(b.lower)), upper: min(a.upper, Double(b.upper))))
    case (.text(let a), .text(let b)): result = .text(a.intersection(b))
    default: result = self
    }
    return result.isEmpty ? .nothing : result
  }

  func union(_ other: Value) -> Value {
    switch (self, other) {
    case (.nothing, _): other
    case (_, .nothing): self
    case (.bool(let a, let b), .bool(let c, let d)): .bool(canBeTrue: a || c, canBeFalse: b || d)
    case (.int(let a), .int(let b)): .int(a.union(b))
    case (.time(let a), .time(let b)): .time(a.union(b))
    case (.list(let a), .list(let b)): .list(a.union(b))
    case (.double(let a), .double(let b)):
      .double(Span64(lower: min(a.lower, b.lower), upper: max(a.upper, b.upper)))
    case (.text(let a), .text(let b)): .text(a.union(b))
    case (.record, .record): .record
    case (.optional(let p, let a), .optional(let q, let b)): .optional(p.union(q), a.union(b))
    default: self == other ? self : .anything
    }
  }
}

enum Presence: Hashable, Sendable {
  case yes
  case no
  case maybe

  func union(_ other: Presence) -> Presence { self == other ? self : .maybe }
}

/// What is known of one place: a field, a document slot, a variable of the surroundings.
struct Cell: Hashable, Sendable {
  var presence: Presence
  var value: Value

  func union(_ other: Cell) -> Cell {
    if presence == .no { return Cell(presence: .no.union(other.presence), value: other.value) }
    if other.presence == .no { return Cell(presence: presence.union(.no), value: value) }
    return Cell(presence: presence.union(other.presence), value: value.union(other.value))
  }
}

/// A set of situations: every place lies within its cell (the default of its type where it has none), and every fact
/// (the truth of a condition that cells cannot say, by its text) holds.
struct Box: Hashable, Sendable {
  var cells: [String: Cell] = [:]
  var facts: [String: Bool] = [:]
  /// Whether required data are there: false in a draft.
  var isStrict = false
}
