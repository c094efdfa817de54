import Diagnostics
import HTTPTypes
import JSON

/// A problem document (RFC 9457), before a language is chosen.
struct Problem: Error, Sendable {
  /// One place in the body that is wrong.
  struct Place: Sendable {
    let pointer: String
    let message: Text
  }

  let code: ProblemCode
  let detail: Text
  var hint: Text?
  /// JSON pointer into the request's body.
  var pointer: String?
  var places: [Place] = []
  /// Of a refusal: see `Schemas.reason`.
  var reasons: [JSONValue] = []
  /// Further members: the position in a document, the findings of a file.
  var extras: [String: JSONValue] = [:]
  var headers: HTTPFields = [:]

  init(_ code: ProblemCode, _ detail: Text, pointer: String? = nil, hint: Text? = nil) {
    self.code = code
    self.detail = detail
    self.pointer = pointer
    self.hint = hint
    if let seconds = code.retryAfter { headers[.retryAfter] = String(seconds) }
  }

  /// The same problem with one more member.
  func with(_ member: String, _ value: JSONValue) -> Problem {
    var copy = self
    copy.extras[member] = value
    return copy
  }

  static let mediaType = "application/problem+json"

  /// `type` is a name, not an address: it stays true wherever the server runs.
  static func type(_ code: ProblemCode) -> String { "urn:sekisho:problem:" + code.rawValue }

  func json(in language: Language, requestID: String) -> JSONValue {
    let hint = hint ?? code.hint
    var object: [String: JSONValue] = [
      "type": .string(Self.type(code)), "code": .string(code.rawValue), "title": .string(code.title[language]),
      "status": .number(.init(code.status.code)), "detail": .string(detail[language]), "hint": .string(hint[language]),
      "messages": detail.json, "hints": hint.json, "instance": .string("urn:sekisho:request:" + requestID),
    ]
    if let pointer { object["pointer"] = .string(pointer) }
    if !reasons.isEmpty { object["reasons"] = .array(reasons) }
    if !places.isEmpty {
      object["errors"] = .array(
        places.map { ["pointer": .string($0.pointer), "message": $0.message.json] })
    }
    for (name, value) in extras { object[name] = value }
    return .object(object)
  }
}

extension Text {
  var json: JSONValue { ["en": .string(en), "ja": .string(ja)] }
}
