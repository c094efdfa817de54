import Testing

@testable import JSON

@Suite struct NumberTests {
  /// As written; as ECMAScript writes it, or with all digits where no double has them.
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.000", "0"), ("0e99", "0"), ("1.0", "1"), ("100", "100"), ("1e2", "100"),
    ("-1.50", "-1.5"), ("0.1", "0.1"), ("1e-6", "0.000001"), ("1e-7", "1e-7"), ("1.25e-7", "1.25e-7"),
    ("123456789012345678901", "123456789012345678901"), ("1e20", "100000000000000000000"), ("1e21", "1e+21"),
    ("1.5e21", "1.5e+21"), ("333333333.33333329", "333333333.33333329"), ("4.50", "4.5"), ("2e-3", "0.002"),
    ("0.000000000000000000000000001", "1e-27"), ("9007199254740993", "9007199254740993"),
    ("9223372036854775808", "9223372036854775808"), ("-9223372036854775809", "-9223372036854775809"),
    ("12345678901234567890.5", "12345678901234567890.5"), ("1e9999", "1e+9999"), ("1E-9999", "1e-9999"),
  ])
  func canonicalForm(_ text: String, _ expected: String) throws {
    let number = try #require(JSONNumber(text: text))
    #expect(number.description == expected)
    #expect(JSONNumber(text: expected) == number)
    #expect(try JSONValue(parsing: text).canonicalText == expected)
  }

  @Test(arguments: ["", "-", "+1", "01", "1.", ".1", "1e", "0x1", "1_0", " 1", "1 ", "NaN", "Infinity", "１", "1e10000"])
  func noNumber(_ text: String) { #expect(JSONNumber(text: text) == nil) }

  @Test(arguments: [
    (0.1, "0.1"), (1.0, "1"), (-0.0, "0"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (2.5, "2.5"),
  ])
  func doubles(_ value: Double, _ expected: String) throws {
    let number = try #require(JSONNumber(value))
    #expect(number.description == expected)
    #expect(number.double == value)
  }

  @Test func notFinite() {
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(text: "1e400")?.double == .infinity)
  }

  @Test func order() throws {
    let texts = [
      "-1e100", "-9223372036854775809", "-9223372036854775808", "-1.5", "-1", "-1e-50", "0", "1e-50", "0.1", "0.11",
      "0.2", "1", "1.5", "9007199254740992", "9007199254740993", "9223372036854775807", "9223372036854775808", "1e100",
    ]
    let numbers = try texts.map { try #require(JSONNumber(text: $0)) }
    for (left, one) in numbers.enumerated() {
      for (right, two) in numbers.enumerated() {
        #expect((one < two) == (left < right), "\(one) < \(two)")
        #expect((one == two) == (left == right))
      }
    }
  }

  @Test(arguments: [
    ("6", "3", true), ("7", "3", false), ("0", "7", true), ("-6", "4", false), ("-8", "4", true), ("4.5", "1.5", true),
    ("0.3", "0.1", true), ("1.1", "0.01", true), ("1.105", "0.01", false), ("100", "10", true), ("15", "10", false),
    ("20", "15", false), ("60", "15", true), ("1e308", "0.5", true), ("1e9999", "7", false), ("7e9999", "7", true),
    ("1e9999", "1e-9999", true), ("12345678901234567890123", "3", true), ("12345678901234567890124", "3", false),
    ("-9223372036854775808", "-1", true), ("0.1", "0.3", false), ("1e9999", "1024", true), ("1e9", "1024", false),
  ])
  func multiples(_ number: String, _ divisor: String, _ expected: Bool) throws {
    let (number, divisor) = (try #require(JSONNumber(text: number)), try #require(JSONNumber(text: divisor)))
    #expect(number.isMultiple(of: divisor) == expected)
  }

  @Test func integers() throws {
    #expect(JSONNumber(text: "1e3")?.int64 == 1000)
    #expect(JSONNumber(text: "1.5")?.int64 == nil)
    #expect(JSONNumber(text: "1e19")?.int64 == nil)
    #expect(JSONNumber(text: "1e19")?.isInteger == true)
    #expect(JSONNumber(text: "1.5")?.isInteger == false)
    #expect(Set([JSONNumber(1), JSONNumber(text: "1.000")]).count == 1)
  }
}
