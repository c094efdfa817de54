package import CEL

/// What another definition shows of itself to expressions: enough to type `family.contract_request`.
package struct Neighbour: Sendable {
  package let workflow: WorkflowName
  package let data: DataShape
  package let states: [StateName]
  package let outcomes: [Outcome]
  /// Roles of one name are one role everywhere, so others may exclude them.
  package let roles: [RoleName]

  package init(
    workflow: WorkflowName, data: DataShape, states: [StateName], outcomes: [Outcome], roles: [RoleName] = []
  ) {
    self.workflow = workflow
    self.data = data
    self.states = states
    self.outcomes = outcomes
    self.roles = roles
  }

  /// The field of `family` and `children` that holds items of this workflow.
  package var fieldName: String { workflow.text.replacing("-", with: "_") }

  /// An item seen from another one: nothing of its data is certain to be there.
  package var itemType: CELType {
    .record(
      RecordType(
        "item of \(workflow)",
        [
          "code": .init(.string), "workflow": .init(.string), "state": .init(.enumeration(states.map(\.text))),
          "open": .init(.bool), "outcome": .init(.enumeration(outcomes.map(\.text)), isOptional: true),
          "version": .init(.int), "created_at": .init(.timestamp), "entered_at": .init(.timestamp),
          "unit": .init(.string), "party": .init(.string, isOptional: true), "opened": .init(.bool),
          "data": .init(data.lenient.type),
        ]))
  }
}
