package import Diagnostics

/// A document as it is written: anchors, aliases, tags, styles, and the comments between. What a formatter needs and a
/// reader does not.
package struct YAMLSyntax: Sendable {
  package indirect enum Content: Sendable {
    /// From the first to the last byte, quotes and block indicators included; empty where nothing is written.
    case scalar(Span, YAMLScalar.Style, text: String)
    /// With its asterisk.
    case alias(String)
    case sequence([Node], isFlow: Bool)
    case mapping([(key: Node, value: Node)], isFlow: Bool)
  }

  package struct Node: Sendable {
    /// Anchor and tag as written, `&name !!str`; empty where there are none.
    package let properties: String
    package let content: Content
    /// From the properties on; of a flow collection to its last bracket, of a block collection to its last value.
    package let span: Span
  }

  package let source: SourceFile
  package let root: Node
  /// From each `#` to the end of its line, in the order of the file.
  package let comments: [Span]
}

extension YAMLReader {
  /// The one document of a file as it is written; nil after a report. Directives and document markers are not in it.
  package func syntax(_ source: SourceFile, _ findings: Findings) -> YAMLSyntax? {
    // First the reader's own judgement, so that the formatter never sees what a reader would refuse.
    guard document(source, findings) != nil, !findings.hasErrors else { return nil }
    let input = Input(source)
    var check = TokenCheck(input, limits)
    let tokens = check.run(LibYAMLParser(input))
    var builder = SyntaxBuilder(input, tokens)
    guard let root = try? builder.run(LibYAMLParser(input)) else { return nil }
    return YAMLSyntax(source: source, root: root, comments: tokens.comments)
  }
}
