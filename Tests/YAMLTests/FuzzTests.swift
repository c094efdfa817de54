import Diagnostics
import Testing

@testable import YAML

/// A smoke run over random texts. `swift test` prints the seed of a failure with the text.
@Suite struct FuzzTests {
  struct Random: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  static let pieces = [
    "a", "b", "日本", "0x1", "1.5", "~", "true", "a: ", "b: ", "- ", "? ", ": ", ":", "-", "?", " ", "  ", "\n", "\n ",
    "\n  ", "\n    ", "\t", "#", " # 注", "[", "]", "{", "}", ", ", "&x ", "*x", "\"", "'", "'it''s'", "\"\\u3042\\n\"",
    "|\n", ">\n", "|-\n", ">+\n", "|2\n", "!!str ", "!x ", "%YAML 1.2\n", "---\n", "--- ", "...\n", "\\", "\r\n", "\r",
    "\u{FEFF}", "\u{2028}", "\u{0}", "@", "<<: ", "\"a\n  b\"", "[a, b]", "{a: b}",
  ]

  static func text(_ random: inout Random) -> String {
    (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func nothingCrashesAndEveryPlaceIsInTheFile(_ seed: UInt64) {
    var random = Random(state: seed)
    for _ in 0..<2_000 {
      let yaml = Self.text(&random)
      let source = SourceFile(name: "fuzz.yaml", text: yaml)
      let findings = Findings()
      let documents = YAMLReader().documents(source, findings)
      if documents == nil { #expect(findings.hasErrors, "seed \(seed): \(yaml.debugDescription)") }
      for finding in findings.diagnostics {
        #expect(!finding.rendered(.ja).isEmpty && !finding.rendered(.en).isEmpty)
        #expect(finding.location != nil && finding.help != nil)
      }
      guard let documents, !findings.hasErrors else { continue }
      for document in documents {
        #expect(placesHold(document, in: source), "seed \(seed): \(yaml.debugDescription)")
        let again = Loaded(Self.flow(document.value))
        #expect(again.node?.value == document.value, "seed \(seed): \(yaml.debugDescription)")
      }
    }
  }

  /// Scalars decode from their places to their text; every part of the text has a place inside them.
  private func placesHold(_ node: YAMLNode, in source: SourceFile) -> Bool {
    let span = node.location.span
    guard span.upper <= source.bytes.count else { return false }
    switch node.content {
    case .scalar(let scalar):
      let count = scalar.text.utf8.count
      return (0...count).allSatisfy { end in
        let part = scalar.location(ofValueRange: max(0, end - 1)..<end).span
        return span.lower <= part.lower && part.upper <= span.upper
      }
    case .sequence(let items): return items.allSatisfy { placesHold($0, in: source) }
    case .mapping(let mapping): return mapping.entries.allSatisfy { placesHold($0.value, in: source) }
    }
  }

  /// The value written in a way that leaves no doubt.
  static func flow(_ value: YAMLValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .int(let int): "\(int)"
    case .float(let float): float.exact ?? (float.double.isNaN ? ".nan" : float.double < 0 ? "-.inf" : ".inf")
    case .string(let text): quoted(text)
    case .sequence(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{" + pairs.map { "? \(quoted($0.key)) : \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  static func quoted(_ text: String) -> String {
    "\""
      + text.unicodeScalars.map { scalar in
        let hex = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
      }.joined() + "\""
  }
}
