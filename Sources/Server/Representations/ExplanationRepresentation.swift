import Engine
import JSON
import Workflows

extension Explanation.Line {
  func json(_ people: HelpfulPeople, _ definition: Definition?) -> JSONValue {
    var object: [String: JSONValue] = [
      "act": .string(act.rawValue), "name": .string(name), "title": title.json, "verdict": .string(verdict.rawValue),
      "reasons": .array(reasons.map { people.json($0) }), "required": .array(input.required.map { .string($0.text) }),
      "optional": .array(input.optional.map { .string($0.text) }), "reason_required": .bool(isReasonRequired),
      "holders": people.json(holders),
    ]
    if let to {
      object["to"] = .string(to.text)
      object["to_title"] = ItemRepresentation.title(of: to, in: definition).json
    }
    object["source"] = source.map { .string($0) }
    return .object(object)
  }
}
