import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Keyset pages: an entry that appears meanwhile neither repeats nor hides another.
extension Call {
  func page<Element: Sendable, Kind>(
    _ page: Page<Element>, _ list: Cursor.List, id: (Element) -> Identifier<Kind>, json: (Element) -> JSONValue
  ) -> Answer {
    var object: [String: JSONValue] = ["data": .array(page.elements.map(json))]
    guard page.hasMore, let last = page.elements.last else { return .json(.object(object)) }
    let next = Cursor.text(list, after: id(last))
    object["next"] = .string(next)
    return .json(.object(object))
  }

  func cursor<Kind>(_ list: Cursor.List) throws(Problem) -> Identifier<Kind>? {
    guard let text = query.text("cursor") else { return nil }
    return try Cursor.read(list, text)
  }
}
