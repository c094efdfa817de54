package import Diagnostics
import YAML

/// What a file of the language is; its first key says so.
package enum FileKind: String, Sendable, Hashable, CaseIterable {
  case workflow
  case calendar
  case parameter
  case cast
  case scenario = "case"

  package var title: Text {
    switch self {
    case .workflow: Text(en: "a workflow", ja: "ワークフロー")
    case .calendar: Text(en: "a calendar", ja: "暦")
    case .parameter: Text(en: "a parameter", ja: "パラメータ")
    case .cast: Text(en: "a cast", ja: "配役")
    case .scenario: Text(en: "a case", ja: "事例")
    }
  }

  /// Room for a definition of some thousand states and transitions.
  private static let reader = YAMLReader(limits: YAMLLimits(bytes: 4 << 20, nodes: 400_000))

  /// The kind of a file, for callers that are given any; nil where it cannot be told.
  package static func of(_ source: SourceFile) -> FileKind? {
    guard let node = reader.document(source, Findings()) else { return nil }
    return allCases.first { node[$0.rawValue] != nil }
  }

  /// The file's one document; nil after a report where it is no mapping, or a file of another kind.
  func document(_ source: SourceFile, _ findings: Findings) -> YAMLNode? {
    guard let node = Self.reader.document(source, findings) else { return nil }
    guard let mapping = node.mapping else {
      report(Text(en: "the file is no mapping with fields", ja: "ファイルが項目を持つマッピングではありません"), at: node.location, findings)
      return nil
    }
    let others = Self.allCases.filter { $0 != self && mapping.entries.first?.key.text == $0.rawValue }
    if let other = others.first, let key = mapping.entries.first?.key {
      report(
        Text(en: "the file is \(other.title.en), not \(title.en)", ja: "これは\(title.ja)ではなく\(other.title.ja)のファイルです"),
        at: key.location, findings)
      return nil
    }
    return node
  }

  private func report(_ message: Text, at location: Location, _ findings: Findings) {
    findings.report(
      .fileKind, message, at: location,
      help: Text(en: "\(title.en) starts with \"\(rawValue): NAME\"", ja: "\(title.ja)は「\(rawValue): 名前」で始まります"))
  }
}
