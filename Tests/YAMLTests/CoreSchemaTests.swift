import Testing

@testable import YAML

@Suite struct CoreSchemaTests {
  @Test(
    arguments: [
      ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("nUll", .string("nUll")),
      ("true", .bool(true)), ("FALSE", .bool(false)), ("yes", .string("yes")), ("no", .string("no")),
      ("on", .string("on")), ("0", .int(0)), ("-0", .int(0)), ("+12", .int(12)), ("014", .int(14)),
      ("0o14", .int(12)), ("0x1f", .int(31)), ("-0x1f", .string("-0x1f")), ("0o8", .string("0o8")),
      ("1_000", .string("1_000")), ("12:30", .string("12:30")), ("0b1", .string("0b1")),
      ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .float(YAMLFloat(double: 9223372036854775808, exact: "9223372036854775808"))),
      ("1.50", .float(YAMLFloat(double: 1.5, exact: "1.50"))), (".5", .float(YAMLFloat(double: 0.5, exact: "0.5"))),
      ("1.", .float(YAMLFloat(double: 1, exact: "1.0"))), ("+1e+3", .float(YAMLFloat(double: 1000, exact: "1e3"))),
      ("-00.1E-2", .float(YAMLFloat(double: -0.001, exact: "-0.1e-2"))), (".", .string(".")), ("1e", .string("1e")),
      ("1e400", .float(YAMLFloat(double: .infinity, exact: "1e400"))), ("-", .string("-")), ("+", .string("+")),
      (".inf", .float(YAMLFloat(double: .infinity, exact: nil))),
      ("-.INF", .float(YAMLFloat(double: -.infinity, exact: nil))),
      ("-.nan", .string("-.nan")), ("2026-04-01", .string("2026-04-01")), ("１２", .string("１２")),
      ("1.2.3", .string("1.2.3")), ("0x", .string("0x")),
    ] as [(String, YAMLScalarValue)])
  func resolves(_ text: String, _ expected: YAMLScalarValue) throws {
    #expect(try CoreSchema.resolve(text, digits: 1024) == expected)
  }
}
