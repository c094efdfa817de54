import CEL
import Foundation
import Testing

/// Doubles as text, compared with the C library, which rounds exactly.
@Suite struct NumberTextTests {
  static func format(_ clause: String, _ value: Double) throws -> String {
    let environment = CELEnvironment(variables: ["x": .double])
    guard case .string(let text) = try Examples.value(environment, "\"\(clause)\".format([x])", ["x": .double(value)])
    else { return "" }
    return text
  }

  @Test(arguments: [21, 22] as [UInt64]) func agreesWithTheCLibrary(_ seed: UInt64) throws {
    var generator = Seeded(seed: seed)
    let fixed: [Double] = [
      0, -0.0, 0.5, 1.5, 2.5, 0.05, 9.995, 1e21, .leastNonzeroMagnitude, 1.7976931348623157e308, 0.1, 1e15, 123456.789,
    ]
    let random = (0..<150).map { _ in Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &generator)) }
    let plain = (0..<150).map { _ in Double.random(in: -1e6...1e6, using: &generator) }
    for value in fixed + random + plain where value.isFinite {
      for precision in [0, 1, 3, 6, 17] {
        #expect(try Self.format("%.\(precision)e", value) == String(format: "%.\(precision)e", value))
        if abs(value) < 1e40 {
          #expect(try Self.format("%.\(precision)f", value) == String(format: "%.\(precision)f", value))
        }
      }
    }
  }

  @Test(arguments: [
    (1.0, "1"), (123.456, "123.456"), (-0.0, "-0"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
    (1.5e-7, "1.5e-07"),
    (0.0001, "0.0001"), (0.00001, "1e-05"), (6.02214e23, "6.02214e+23"), (Double.leastNonzeroMagnitude, "5e-324"),
    (4_000_000.0, "4000000"),
    (Double.infinity, "Infinity"), (-Double.infinity, "-Infinity"), (Double.nan, "NaN"),
  ]) func shortestForm(_ value: Double, _ text: String) throws {
    let environment = CELEnvironment(variables: ["x": .double])
    #expect(try Examples.value(environment, "string(x)", ["x": .double(value)]) == .string(text))
  }
}
