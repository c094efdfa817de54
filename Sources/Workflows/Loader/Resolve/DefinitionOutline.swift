import Diagnostics
import JSON
import YAML

/// A definition file after the first reading: enough for others to refer to it.
struct DefinitionOutline {
  let source: SourceFile
  let node: YAMLNode
  let draft: DefinitionDraft
  let data: DataOutline

  /// nil where the file is no YAML mapping; the reason has been reported.
  init?(_ source: SourceFile, _ findings: Findings) {
    guard let node = FileKind.workflow.document(source, findings) else { return nil }
    guard let draft = YAMLReading.record(DefinitionDraft.self).read(document: node, findings) else { return nil }
    self.source = source
    self.node = node
    self.draft = draft
    data = DataOutline(draft.data, workflow: draft.name.value, at: draft.location, findings)
  }

  var name: WorkflowName { WorkflowName(draft.name.value) }

  var neighbour: Neighbour {
    Neighbour(
      workflow: name, data: data.shape, states: draft.states.map { StateName($0.name.value) },
      outcomes: draft.states.compactMap { $0.value.outcome.map { Outcome($0.value) } }.withoutRepeats,
      roles: draft.roles.map { RoleName($0.name.value) })
  }
}
