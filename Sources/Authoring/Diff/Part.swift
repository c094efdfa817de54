import Diagnostics

/// A named part of a definition: a state, a transition, a field.
struct Part {
  let name: String
  let title: Text
  let facets: [Facet]

  /// Everything but the words for people: equal parts under other names are one part renamed.
  var substance: [Facet.Value] { facets.filter { $0.key != "title" }.map(\.value) }
}

/// What kinds of parts a definition has, in the order in which a reader meets them.
package enum PartKind: String, Sendable, CaseIterable {
  case workflow
  case role
  case field
  case document
  case state
  case transition
  case duty

  var title: Text {
    switch self {
    case .workflow: Text(en: "workflow", ja: "ワークフロー")
    case .role: Text(en: "role", ja: "役割")
    case .field: Text(en: "data field", ja: "データ項目")
    case .document: Text(en: "document", ja: "文書")
    case .state: Text(en: "state", ja: "状態")
    case .transition: Text(en: "transition", ja: "遷移")
    case .duty: Text(en: "duty", ja: "義務")
    }
  }
}
