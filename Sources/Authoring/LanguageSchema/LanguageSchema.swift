import Diagnostics
package import JSON
package import Workflows

/// The shapes of the language's files, for editors (JSON Schema, draft-07) and for `workflow fmt` (the order of keys).
///
/// One table says both. A test holds it against the loader: every key that the loader reads is here, and no other.
package enum LanguageSchema {
  /// `workflow.schema.json`
  package static func fileName(_ kind: FileKind) -> String { "\(kind.rawValue).schema.json" }

  /// Where a file of the folder `workflows` finds its schema, and what its first line says.
  package static func modeline(_ kind: FileKind) -> String {
    let depth =
      switch kind {
      case .workflow: ""
      case .calendar, .parameter, .cast: "../"
      case .scenario: "../../"
      }
    return "# yaml-language-server: $schema=\(depth)schema/\(fileName(kind))"
  }

  package static func document(_ kind: FileKind) -> JSONValue {
    let names = used(in: shape(kind))
    var members: [String: JSONValue] = [
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": .string("Sekisho: \(kind.title.en) / \(kind.title.ja)"),
      "definitions": .object(
        Dictionary(names.map { ($0, (definitions[$0] ?? .any).json) }, uniquingKeysWith: { first, _ in first })),
    ]
    if case .object(let body) = shape(kind).json { members.merge(body) { _, new in new } }
    return .object(members)
  }

  /// Pretty, with a line break at the end: as it is committed.
  package static func text(_ kind: FileKind) -> String { document(kind).prettyText + "\n" }

  static func shape(_ kind: FileKind) -> Shape {
    switch kind {
    case .workflow: .record(DefinitionShapes.workflow)
    case .calendar: .record(TableShapes.calendar)
    case .parameter: .record(TableShapes.parameter)
    case .cast: .record(CaseShapes.cast)
    case .scenario: .record(CaseShapes.scenario)
    }
  }

  static let definitions: [String: Shape] = CommonShapes.all.merging(DefinitionShapes.named) { first, _ in first }
    .merging(CaseShapes.named) { first, _ in first }

  /// The named shapes that a shape refers to, through others too.
  private static func used(in shape: Shape) -> [String] {
    var found: Set<String> = []
    var open = [shape]
    while let next = open.popLast() {
      switch next {
      case .any, .string, .integer, .flag, .word, .scalar: break
      case .record(let keys): open += keys.map(\.shape)
      case .open(let keys, let others): open += keys.map(\.shape) + [others]
      case .map(let inner, _), .list(let inner, _), .some(let inner): open.append(inner)
      case .oneOf(let shapes): open += shapes
      case .named(let name):
        if found.insert(name).inserted, let inner = definitions[name] { open.append(inner) }
      }
    }
    return found.sorted()
  }
}
