package import Diagnostics

/// A kind of mistake that an author could make, one small step away from the definition as it is.
///
/// Left out on purpose: texts (titles, messages, sources, `met_by`), which no run can tell apart; what lists and the
/// console show (`search.subject`, `x-visible`); bounds of single fields, which JSON Schema alone decides.
package enum MutationOperator: String, Sendable, Hashable, CaseIterable {
  case transitionRemoved = "transition-removed"
  case redirected
  case sourceDropped = "source-dropped"
  case exceptionDropped = "exception-dropped"
  case roleSwapped = "role-swapped"
  case roleDropped = "role-dropped"
  case guardDropped = "guard-dropped"
  case conditionNegated = "condition-negated"
  case conditionDropped = "condition-dropped"
  case comparisonChanged = "comparison-changed"
  case constantChanged = "constant-changed"
  case operandDropped = "operand-dropped"
  case negationDropped = "negation-dropped"
  case elementDropped = "element-dropped"
  case quantifierChanged = "quantifier-changed"
  case effectDropped = "effect-dropped"
  case valueDropped = "value-dropped"
  case deadlineDropped = "deadline-dropped"
  case amountChanged = "amount-changed"
  case unitChanged = "unit-changed"
  case rollChanged = "roll-changed"
  case firstDayChanged = "first-day-changed"
  case startDropped = "start-dropped"
  case reminderDropped = "reminder-dropped"
  case escalationDropped = "escalation-dropped"
  case actDropped = "act-dropped"
  case exclusionDropped = "exclusion-dropped"
  case holderChanged = "holder-changed"
  case scopeChanged = "scope-changed"
  case actingDropped = "acting-dropped"
  case flagFlipped = "flag-flipped"
  case inputDropped = "input-dropped"
  case reasonDropped = "reason-dropped"
  case editDropped = "edit-dropped"
  case stageDropped = "stage-dropped"
  case quorumChanged = "quorum-changed"
  case orderChanged = "order-changed"
  case positionsDropped = "positions-dropped"
  case contentDropped = "content-dropped"
  case branchDropped = "branch-dropped"
  case outcomeDropped = "outcome-dropped"
  case documentRuleDropped = "document-rule-dropped"
  case blockDropped = "block-dropped"
  case dutyDropped = "duty-dropped"
  case parentDropped = "parent-dropped"
  case requirementDropped = "requirement-dropped"
  case keyDropped = "key-dropped"
  case searchDropped = "search-dropped"
  case abandonDropped = "abandon-dropped"
}

/// A definition with one mistake put into it.
package struct Mutant: Sendable {
  /// Stable while the site keeps its name: `approval:transitions.submit.guard.0:guard-dropped`.
  package let id: String
  package let workflow: String
  package let kind: MutationOperator
  package let path: SitePath
  /// Where the site stands in the file that people edit.
  package let place: Location
  /// What was there, and what is there now.
  package let change: String
  package let edit: TreeEdit
  let tree: TreeSource

  /// The mutated definition as a file.
  package var source: SourceFile {
    SourceFile(name: id, bytes: edit.applied(to: tree.value).flowText)
  }

  /// The state or transition that the site belongs to; nil for rules of the whole definition.
  var home: String? {
    guard path.parts.count > 1, case .key(let section) = path.parts[0], case .key(let name) = path.parts[1],
      section == "states" || section == "transitions"
    else { return nil }
    return name
  }
}
