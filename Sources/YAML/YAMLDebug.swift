package import Diagnostics

/// What `sekisho debug yaml` says of one input, as a function over neutral values; the command adds identifiers and
/// JSON around it.
package enum YAMLDebug {
  /// The first finding in reading order, its place counted from 1, the column in characters.
  package struct Failure: Error, Sendable, Hashable {
    package let line: Int
    package let column: Int
    package let message: Text
  }

  /// The values of the documents of a stream: none for an empty one.
  package static func documents(
    _ yaml: String, limits: YAMLLimits = YAMLLimits()
  ) -> Result<[YAMLValue], Failure> {
    let source = SourceFile(name: "<input>", text: yaml)
    let findings = Findings()
    let documents = YAMLReader(limits: limits).documents(source, findings)
    if let documents, !findings.hasErrors { return .success(documents.map(\.value)) }
    let first = findings.diagnostics.inReadingOrder().first { $0.severity == .error }
    let position = first?.location?.position ?? Position(line: 1, column: 1)
    let message = first?.message ?? Text(en: "not valid YAML", ja: "YAML として正しくありません")
    return .failure(Failure(line: position.line, column: position.column, message: message))
  }
}
