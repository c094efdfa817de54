import Diagnostics
import YAML

/// The names that one definition declares or may refer to.
struct Vocabulary {
  private var names: [NameKind: Set<String>] = [:]
  /// Kinds whose section is missing or malformed: one report says so, not one for every name.
  private var open: Set<NameKind> = []
  private let findings: Findings

  init(_ outline: DefinitionOutline, _ world: LoadingWorld, _ findings: Findings) {
    self.findings = findings
    let draft = outline.draft
    names[.state] = Set(draft.states.map(\.name.value))
    names[.role] = Set(draft.roles.map(\.name.value))
    names[.field] = Set(outline.data.fieldNames.map(\.value))
    names[.duty] = Set(draft.duties.map(\.name.value))
    names[.transition] = Set(draft.transitions.map(\.name.value))
    names[.slot] = Set(draft.documents.map(\.name.value))
    names[.key] = Set(draft.keys.map(\.name.value))
    names[.parameter] = Set(world.parameters.keys.map(\.text))
    names[.calendar] = Set(world.calendars.keys)
    names[.workflow] = Set(world.neighbours.keys.map(\.text)).union([draft.name.value])
    if findings.hasErrors {
      open = Set([NameKind.state, .role, .field, .transition].filter { names[$0]?.isEmpty ?? true })
    }
  }

  func known(_ kind: NameKind) -> Set<String> { names[kind] ?? [] }

  /// Whether there is such a name, or could be.
  func has(_ name: String, _ kind: NameKind) -> Bool { known(kind).contains(name) || open.contains(kind) }

  /// The name, reported where nothing has it.
  func resolve<Kind>(_ name: LocatedName, _ kind: NameKind) -> Name<Kind> {
    if !has(name.value, kind) { findings.unknown(name.value, kind, known: known(kind), at: name.location) }
    return Name(name.value)
  }

  /// Names of a list, each reported where unknown or repeated.
  func resolve<Kind>(_ list: [LocatedName], _ kind: NameKind) -> [Name<Kind>] {
    findings.twice(list)
    return list.map { resolve($0, kind) }
  }
}
