import Diagnostics
import JSON
import Workflows

enum WorkflowRepresentation {
  static func json(_ definition: Definition) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(definition.name.text), "title": definition.title.json,
      "hash": .string(definition.hash.description), "initial": .string(definition.initial.text),
      "states": .array(definition.stateOrder.compactMap { definition.states[$0] }.map(json)),
      "transitions": .array(definition.transitionOrder.compactMap { definition.transitions[$0] }.map(json)),
      "roles": titled(definition.roles.values.map { ($0.name.text, $0.title) }),
      "documents": titled(definition.documents.values.map { ($0.name.text, $0.title) }),
      "create": [
        "by": names(definition.creation.by.map(\.text)), "parents": names(definition.creation.parents.map(\.text)),
        "standalone": .bool(definition.creation.standalone),
        "required": names(definition.creation.input.required.map(\.text)),
        "optional": names(definition.creation.input.optional.map(\.text)),
      ],
      "schema": definition.data.schema, "parameters": names(definition.parameters.map(\.text)),
    ]
    object["description"] = definition.details?.json
    object["calendar"] = definition.calendar.map { .string($0) }
    return .object(object)
  }

  private static func json(_ state: State) -> JSONValue {
    ["name": .string(state.name.text), "title": state.title.json, "is_final": .bool(state.isFinal)]
  }

  private static func json(_ transition: Transition) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(transition.name.text), "title": transition.title.json,
      "from": names(transition.from.map(\.text)), "by": names(transition.roles.map(\.text)),
    ]
    if case .state(let target) = transition.to { object["to"] = .string(target.text) }
    object["source"] = transition.source.map { .string($0) }
    return .object(object)
  }

  private static func names(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }

  private static func titled(_ list: [(name: String, title: Text)]) -> JSONValue {
    .array(list.sorted { $0.name < $1.name }.map { ["name": .string($0.name), "title": $0.title.json] })
  }
}
