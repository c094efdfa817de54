package import Diagnostics
import Workflows
import YAML

/// The one layout of the language's files. Comments stay with what they speak of; the meaning does not change: the
/// result is read again and compared with the original, value by value and comment by comment, and where anything
/// would be lost the file is left alone.
package enum Formatter {
  package enum Outcome: Sendable {
    /// The text, which may be what it was.
    case formatted(String)
    /// Why the file is left alone.
    case refused([Diagnostic])
  }

  private static let reader = YAMLReader(limits: YAMLLimits(bytes: 4 << 20, nodes: 400_000))

  package static func format(_ source: SourceFile) -> Outcome {
    let findings = Findings()
    guard let syntax = reader.syntax(source, findings), let original = reader.document(source, Findings()) else {
      return .refused(findings.diagnostics)
    }
    guard !hasMarkers(source) else {
      return refused(source, Text(en: "the file has document markers or directives", ja: "文書区切りまたは指示子があります"))
    }
    let kind = FileKind.of(source)
    let (root, header) = FormatTree.build(syntax, kind.map { LanguageSchema.shape($0) })
    var printer = FormatPrinter(syntax)
    let text = printer.document(root, header)
    let result = SourceFile(name: source.name, text: text)
    guard let again = reader.syntax(result, Findings()), let tree = reader.document(result, Findings()),
      sorted(tree.value) == sorted(original.value), comments(again) == comments(syntax)
    else {
      return refused(
        source,
        Text(
          en: "a comment or a form of this file would not survive formatting", ja: "整形するとコメントまたは書式が失われるため、変更しません"))
    }
    return .formatted(text)
  }

  private static func refused(_ source: SourceFile, _ message: Text) -> Outcome {
    .refused([
      Diagnostic(
        "F101", .error, message, at: Location(source, Span(0, 0)),
        help: Text(
          en: "look for comments inside block scalars or between a dash and its value, and for `---`",
          ja: "ブロック文字列の中や、ダッシュと値の間のコメント、「---」がないか確かめてください"))
    ])
  }

  /// `%YAML`, `---` and `...` at the start of a line; inside a block scalar they are indented.
  private static func hasMarkers(_ source: SourceFile) -> Bool {
    source.bytes.split(separator: 0x0A).contains { line in
      line.first == UInt8(ascii: "%") || line.starts(with: "---".utf8) || line.starts(with: "...".utf8)
    }
  }

  /// Keys of one mapping in any order.
  private static func sorted(_ value: YAMLValue) -> YAMLValue {
    switch value {
    case .sequence(let items): .sequence(items.map(sorted))
    case .mapping(let pairs):
      .mapping(pairs.map { .init($0.key, sorted($0.value)) }.sorted { $0.key < $1.key })
    case .null, .bool, .int, .float, .string: value
    }
  }

  private static func comments(_ syntax: YAMLSyntax) -> [String] {
    syntax.comments.flatMap { span in
      // Two comments at one place may share a line afterwards.
      syntax.source.text(span).split(separator: "#").map { String($0).trimmed }
    }.filter { !$0.isEmpty }.sorted()
  }
}
