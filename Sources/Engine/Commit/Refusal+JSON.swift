import Diagnostics
package import JSON
package import Workflows

/// A refusal as JSON: kept under idempotency keys, shown by the doors.
extension Refusal {
  package var answer: JSONValue {
    [
      "refused": .string(kind.rawValue), "act": .string(act), "reasons": .array(reasons.map(\.json)),
    ]
  }

  init?(answer: JSONValue) {
    guard let kind = (answer["refused"]?.stringValue).flatMap({ Kind(rawValue: $0) }),
      let act = answer["act"]?.stringValue
    else { return nil }
    self.init(kind, act, (answer["reasons"]?.arrayValue ?? []).compactMap(Reason.init(json:)))
  }
}

extension Reason {
  package var json: JSONValue {
    var object: [String: JSONValue] = [
      "code": .string(code.rawValue), "message": ["en": .string(message.en), "ja": .string(message.ja)],
    ]
    if let source { object["source"] = .string(source) }
    if let expression { object["expression"] = .string(expression) }
    if let pointer { object["pointer"] = .string(pointer) }
    if !metBy.isEmpty { object["met_by"] = .array(metBy.map { .string($0.text) }) }
    return .object(object)
  }

  init?(json: JSONValue) {
    guard let code = (json["code"]?.stringValue).flatMap({ Code(rawValue: $0) }),
      let en = json["message"]?["en"]?.stringValue, let ja = json["message"]?["ja"]?.stringValue
    else { return nil }
    self.init(
      code, Text(en: en, ja: ja), source: json["source"]?.stringValue, expression: json["expression"]?.stringValue,
      pointer: json["pointer"]?.stringValue,
      metBy: (json["met_by"]?.arrayValue ?? []).compactMap(\.stringValue).map { RoleName($0) })
  }
}
