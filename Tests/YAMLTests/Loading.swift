import Diagnostics

@testable import YAML

/// What a test reads from a text.
struct Loaded {
  let source: SourceFile
  let node: YAMLNode?
  let diagnostics: [Diagnostic]

  var codes: [String] { diagnostics.map(\.code) }

  init(_ text: String, limits: YAMLLimits = YAMLLimits()) {
    self.init(bytes: Array(text.utf8), limits: limits)
  }

  init(bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) {
    source = SourceFile(name: "test.yaml", bytes: bytes)
    let findings = Findings()
    node = YAMLReader(limits: limits).document(source, findings)
    diagnostics = findings.diagnostics.inReadingOrder()
  }

  /// The bytes of the file under a location.
  func text(_ location: Location) -> String { source.text(location.span) }
}
