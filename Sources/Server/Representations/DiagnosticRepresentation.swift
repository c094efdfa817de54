import Diagnostics
import JSON

extension Diagnostic {
  var json: JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(code), "severity": .string(severity.rawValue), "message": message.json,
    ]
    if let location {
      object["file"] = .string(location.source.name)
      object["line"] = .number(.init(location.position.line))
      object["column"] = .number(.init(location.position.column))
    }
    object["help"] = help?.json
    if !notes.isEmpty { object["notes"] = .array(notes.map(\.message.json)) }
    return .object(object)
  }
}
