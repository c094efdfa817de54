import HTTPTypes
import JSON

/// What a route answers when all went well.
struct Answer: Sendable {
  enum Content: Sendable {
    case none
    case json(JSONValue)
    case bytes([UInt8], media: String)
  }

  var status: HTTPResponse.Status
  var content: Content
  var headers: HTTPFields = [:]

  init(_ status: HTTPResponse.Status = .ok, _ content: Content) {
    self.status = status
    self.content = content
  }

  static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Answer {
    Answer(status, .json(value))
  }

  static let done = Answer(.noContent, .none)

  func with(_ name: HTTPField.Name, _ value: String?) -> Answer {
    var copy = self
    copy.headers[name] = value
    return copy
  }
}
