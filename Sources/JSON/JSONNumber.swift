/// A number of JSON with its exact value. One value has one representation, so that 1, 1.0 and 1e0 are equal and hash
/// alike, as JSON Schema asks (2020-12 core, section 4.2.2). Integers of 64 bits take no allocation.
package struct JSONNumber: Sendable, Hashable {
  enum Storage: Sendable, Hashable {
    case int(Int64)
    /// Whatever `int` does not hold.
    case decimal(ExactDecimal)
  }

  let storage: Storage

  /// Characters of a number that is read; and the largest exponent, up or down. PostgreSQL's `jsonb` holds all of them.
  package static let lengthLimit = 1_000
  package static let exponentLimit = 9_999

  package init(_ value: Int64) { storage = .int(value) }

  package init(_ value: Int) { storage = .int(Int64(value)) }

  /// The shortest decimal that reads back as this double; nil for infinities and NaN, which JSON cannot say.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    if let whole = Int64(exactly: value) {
      self.init(whole)
    } else {
      self.init(text: value.description)
    }
  }

  /// The grammar of RFC 8259 section 6 and nothing else, within the limits.
  package init?(text: some StringProtocol) {
    let bytes = Array(text.utf8)
    var reader = JSONNumberReader()
    guard case .number(let number) = reader.read(bytes.span, from: 0), reader.end == bytes.count else { return nil }
    self = number
  }

  /// `±digits × 10^exponent`, with digits from 0 to 9.
  init(isNegative: Bool, digits: [UInt8], exponent: Int) {
    let decimal = ExactDecimal(isNegative: isNegative, digits: digits, exponent: exponent)
    storage = decimal.int64.map { .int($0) } ?? .decimal(decimal)
  }

  /// nil for fractions and for integers of more than 64 bits.
  package var int64: Int64? { if case .int(let value) = storage { value } else { nil } }

  package var isInteger: Bool {
    switch storage {
    case .int: true
    case .decimal(let decimal): decimal.exponent >= 0
    }
  }

  /// The nearest double; beyond the range an infinity.
  package var double: Double {
    switch storage {
    case .int(let value): Double(value)
    case .decimal(let decimal): Double(decimal.description) ?? .nan
    }
  }

  var decimal: ExactDecimal {
    switch storage {
    case .int(let value): ExactDecimal(value)
    case .decimal(let decimal): decimal
    }
  }

  /// Whether this is a whole number of times `divisor`, computed exactly. The divisor has at most
  /// `ExactDecimal.divisorDigits` significant digits.
  package func isMultiple(of divisor: JSONNumber) -> Bool {
    if case .int(let left) = storage, case .int(let right) = divisor.storage {
      return right == -1 || (right != 0 && left % right == 0)
    }
    return decimal.isMultiple(of: divisor.decimal)
  }
}

extension JSONNumber: Comparable {
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if case .int(let left) = left.storage, case .int(let right) = right.storage { return left < right }
    return left.decimal < right.decimal
  }
}

extension JSONNumber: CustomStringConvertible {
  /// As ECMAScript writes numbers (RFC 8785 section 3.2.2.3), with every digit: a number that no double holds exactly,
  /// such as an integer beyond 2^53, keeps its digits, which is where this departs from RFC 8785.
  package var description: String {
    switch storage {
    case .int(let value): String(value)
    case .decimal(let decimal): decimal.description
    }
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self.init(value) }
}
