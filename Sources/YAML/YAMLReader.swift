package import Diagnostics

/// Reads YAML 1.2 files into trees in which everything knows its place.
///
/// Mistakes are reported, never thrown: characters and size first, then libyaml's complaints, then what libyaml takes
/// but YAML 1.2 does not (`TokenCheck`), then the tree's own rules (duplicate keys, aliases, tags).
package struct YAMLReader: Sendable {
  package var limits: YAMLLimits

  package init(limits: YAMLLimits = YAMLLimits()) {
    self.limits = limits
  }

  /// The one document of a file.
  ///
  /// Nil where the file is not YAML, is over a bound, is empty, or holds several documents. A tree with a mistake that
  /// leaves its shape clear (a duplicate key, an unknown tag) is returned, so that its fields can be checked too: look
  /// at `findings.hasErrors` in the end.
  package func document(_ source: SourceFile, _ findings: Findings) -> YAMLNode? {
    guard let documents = read(source, findings, single: true) else { return nil }
    guard let document = documents.first else {
      findings.report(
        Diagnostic(
          .emptyFile, Text(en: "the file has no content", ja: "ファイルに内容がありません"), at: Location(source, Span(0, 0)),
          help: Text(en: "write the definition, or remove the file", ja: "定義を書くか、ファイルを取り除いてください")))
      return nil
    }
    return document
  }

  /// The documents of a stream, perhaps none; nil where it is not YAML to its end.
  package func documents(_ source: SourceFile, _ findings: Findings) -> [YAMLNode]? {
    read(source, findings, single: false)
  }

  private func read(_ source: SourceFile, _ findings: Findings, single: Bool) -> [YAMLNode]? {
    if let fault = InputCheck(source, limits).firstFault() {
      findings.report(fault)
      return nil
    }
    let input = Input(source)
    var check = TokenCheck(input, limits)
    let tokens = check.run(LibYAMLParser(input))
    guard tokens.isBounded else {
      findings.report(tokens.faults)
      return nil
    }
    let tree = Findings()
    var composer = Composer(input, limits, tokens, tree)
    let documents = composer.run(LibYAMLParser(input), single: single)
    // Past libyaml's complaint its tokens mean nothing, and on a line that it misreads neither does the tree.
    let end = composer.complaintOffset ?? source.bytes.count
    let faults = tokens.faults.filter { $0.location?.span.lower ?? 0 <= end }
    findings.report(faults)
    let lines = Set(faults.map { $0.location?.position.line })
    findings.report(tree.diagnostics.filter { !lines.contains($0.location?.position.line) })
    return tokens.faults.isEmpty ? documents : nil
  }
}
