package import CEL

/// In which circumstances an expression runs: which variables it has, and whether required data are there.
package struct ExpressionSetting: Sendable, Hashable {
  /// Drafts: nothing of the data is certain.
  package var isLenient = false
  /// Search values and keys: where a field is missing nothing is shown or found, so every field may be read as if there.
  package var isForgiving = false
  package var hasActor = false
  package var hasResult = false
  /// The child that ended.
  package var child: WorkflowName?

  package init(
    isLenient: Bool = false, isForgiving: Bool = false, hasActor: Bool = false, hasResult: Bool = false,
    child: WorkflowName? = nil
  ) {
    self.isLenient = isLenient
    self.isForgiving = isForgiving
    self.hasActor = hasActor
    self.hasResult = hasResult
    self.child = child
  }
}

/// Builds the environments of one definition's expressions.
package struct ExpressionTypes: Sendable {
  package let own: Neighbour
  package let neighbours: [WorkflowName: Neighbour]
  package let documents: [SlotName]
  package let parameters: [Parameter]

  package init(
    own: Neighbour, neighbours: [WorkflowName: Neighbour], documents: [SlotName], parameters: [Parameter]
  ) {
    self.own = own
    self.neighbours = neighbours.merging([own.workflow: own]) { _, own in own }
    self.documents = documents
    self.parameters = parameters
  }

  package func environment(_ setting: ExpressionSetting) -> CELEnvironment {
    var variables: [String: CELType] = [
      "data": dataShape(setting).type,
      "documents": .record(
        RecordType(
          "documents", Dictionary(uniqueKeysWithValues: documents.map { ($0.text, .init(.list(Self.documentType))) }))),
      "item": own.itemType, "today": .timestamp, "now": .timestamp,
      "params": .opaque(ParameterTable.typeName, []), "parent": parentType, "family": relativesType,
      "children": relativesType,
    ]
    if setting.hasActor { variables["actor"] = Self.actorType }
    if setting.hasResult { variables["result"] = .map(.string, .dyn) }
    if let child = setting.child.flatMap({ neighbours[$0] }) { variables["child"] = child.itemType }
    return CELEnvironment(
      variables: variables, functions: HostFunctions.all(own: own) + parameters.map(ParameterTable.declaration))
  }

  private func dataShape(_ setting: ExpressionSetting) -> DataShape {
    if setting.isForgiving { return own.data.complete }
    return setting.isLenient ? own.data.lenient : own.data
  }

  private static let documentType = CELType.record(
    RecordType(
      "document",
      ["name": .init(.string), "media": .init(.string), "size": .init(.int), "at": .init(.timestamp)]))

  private static let actorType = CELType.record(
    RecordType(
      "actor",
      [
        "person": .init(.string), "position": .init(.string, isOptional: true), "role": .init(.string),
        "unit": .init(.string, isOptional: true),
      ]))

  private var relativesType: CELType {
    .record(
      RecordType(
        "family",
        Dictionary(
          neighbours.values.map { ($0.fieldName, .init(.list($0.itemType))) }, uniquingKeysWith: { first, _ in first }))
    )
  }

  /// A parent may be of any workflow, so its data are only known when read.
  private var parentType: CELType {
    .optional(
      .record(
        RecordType(
          "parent",
          [
            "code": .init(.string), "workflow": .init(.string), "state": .init(.string), "open": .init(.bool),
            "outcome": .init(.string, isOptional: true), "version": .init(.int), "created_at": .init(.timestamp),
            "entered_at": .init(.timestamp), "unit": .init(.string), "party": .init(.string, isOptional: true),
            "opened": .init(.bool), "data": .init(.map(.string, .dyn)),
          ])))
  }
}
