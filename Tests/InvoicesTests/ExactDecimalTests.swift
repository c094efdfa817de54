import Testing

@testable import Invoices

@Suite struct ExactDecimalTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("+1", "1"), ("007", "7"), ("1.50", "1.5"), (".5", "0.5"), ("5.", "5"), ("-0.05", "-0.05"),
    ("999999999999999999", "999999999999999999"), ("0.000000000000000001", "0.000000000000000001"),
    ("000000000000000000000000001", "1"),
  ])
  func reads(_ text: String, _ shown: String) {
    #expect(ExactDecimal(text)?.description == shown)
  }

  @Test(arguments: [
    "", " 1", "1 ", "1e3", "1,000", "--1", "+-1", ".", "-", "0x10", "NaN", "INF", "1.2.3", "１", "¥1",
    "1000000000000000000",
    "0.0000000000000000001",
  ])
  func refuses(_ text: String) {
    #expect(ExactDecimal(text) == nil)
  }

  @Test func isExactWhereBinaryIsNot() throws {
    let sum = try Self.number("0.1") + Self.number("0.2")
    #expect(sum == Self.number("0.3"))
    #expect(try Self.number("1.005") * ExactDecimal(100) == Self.number("100.5"))
    #expect(try Self.number("-12.5") - Self.number("-12.50") == .zero)
  }

  @Test(arguments: [
    ("1.5", "1", "2", "2"), ("-1.5", "-2", "-1", "-1"), ("2.4", "2", "3", "2"), ("-2.6", "-3", "-2", "-3"),
    ("7", "7", "7", "7"), ("0.5", "0", "1", "1"), ("-0.5", "-1", "0", "0"),
  ])
  func rounds(_ text: String, _ floor: String, _ ceiling: String, _ half: String) {
    let value = Self.number(text)
    #expect(value.rounded(toPlaces: 0, .floor) == Self.number(floor))
    #expect(value.rounded(toPlaces: 0, .ceiling) == Self.number(ceiling))
    #expect(value.rounded(toPlaces: 0, .half) == Self.number(half))
  }

  @Test(arguments: [
    ("10", "3", 2, "3.33", "3.34", "3.33"), ("-10", "3", 0, "-4", "-3", "-3"), ("1", "0.3", 0, "3", "4", "3"),
    ("2", "-3", 1, "-0.7", "-0.6", "-0.7"), ("9", "0.003", 0, "3000", "3000", "3000"), ("0", "7", 3, "0", "0", "0"),
  ])
  func divides(_ top: String, _ bottom: String, _ places: Int, _ low: String, _ high: String, _ near: String) throws {
    let (top, bottom) = (Self.number(top), Self.number(bottom))
    #expect(try top.quotient(by: bottom, places: places, .floor) == Self.number(low))
    #expect(try top.quotient(by: bottom, places: places, .ceiling) == Self.number(high))
    #expect(try top.quotient(by: bottom, places: places, .half) == Self.number(near))
  }

  @Test func saysWhereItEnds() throws {
    let large = Self.number("999999999999999999")
    let small = Self.number("0.000000000000000001")
    let product = try large * large
    #expect(throws: DecimalOverflow.self) { try product * large }
    #expect(throws: DecimalOverflow.self) { try small * small * small }
    #expect(throws: DecimalOverflow.self) { try product + small * small }
    #expect(throws: DecimalOverflow.self) { try large.quotient(by: .zero, places: 0, .floor) }
    // A comparison never fails.
    #expect(try small * small < product)
    #expect(try -product < small * small)
    #expect(try small * small > -product)
  }

  @Test func randomSumsAgreeWithIntegers() throws {
    var random = SeededRandom(seed: 20_260_608)
    for _ in 0..<2_000 {
      let scale = Int.random(in: 0...6, using: &random)
      let left = Int.random(in: -1_000_000_000...1_000_000_000, using: &random)
      let right = Int.random(in: -1_000_000_000...1_000_000_000, using: &random)
      let (a, b) = (Self.scaled(left, scale), Self.scaled(right, scale))
      #expect(try a + b == Self.scaled(left + right, scale))
      #expect(try a - b == Self.scaled(left - right, scale))
      #expect((a < b) == (left < right))
      #expect(ExactDecimal(a.description) == a)
    }
  }

  private static func scaled(_ value: Int, _ scale: Int) -> ExactDecimal {
    ExactDecimal(significand: Int128(value), scale: scale)
  }

  static func number(_ text: String) -> ExactDecimal {
    guard let number = ExactDecimal(text) else { fatalError("a number of the test: \(text)") }
    return number
  }
}

/// SplitMix64: the same numbers on every machine for a seed that a failing test prints.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
