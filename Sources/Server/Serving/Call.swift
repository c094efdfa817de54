import Diagnostics
import Engine
import JSON
import Workflows

/// A request whose address, query and headers have been read.
struct Visit: Sendable {
  let house: House
  let language: Language
  let path: [PathParameter: String]
  let query: QueryValues
}

/// A visit by somebody who has signed in, with the body read and checked against the route's schema.
struct Call: Sendable {
  let visit: Visit
  let caller: Caller
  let body: CallBody
  let options: WriteOptions
  let isDryRun: Bool

  var engine: WorkflowEngine { visit.house.engine }
  var query: QueryValues { visit.query }

  /// The item that the path names.
  var item: ItemReference { ItemReference(visit.path[.item] ?? "") }

  func name(_ parameter: PathParameter) -> String { visit.path[parameter] ?? "" }

  /// An identifier that has no such form names nothing.
  func identifier<Kind>(_ parameter: PathParameter) throws(Problem) -> Identifier<Kind> {
    guard let id = Identifier<Kind>(name(parameter)) else { throw .nothing }
    return id
  }

  func text(_ member: String) -> String? { body.json[member]?.stringValue }
  func integer(_ member: String) -> Int64? { body.json[member]?.int64 }
  func flag(_ member: String) -> Bool? { body.json[member]?.boolValue }
  func texts(_ member: String) -> [String] { (body.json[member]?.arrayValue ?? []).compactMap(\.stringValue) }
  func object(_ member: String) -> [String: JSONValue] { body.json[member]?.objectValue ?? [:] }
}

/// A body that has been read whole.
struct CallBody: Sendable {
  var bytes: [UInt8] = []
  /// Null where the route takes no JSON.
  var json: JSONValue = .null
  /// The media type without its parameters, in lower case.
  var media = ""
}

extension Problem {
  static let nothing = Problem(
    .notFound, Text(en: "there is nothing of that name", ja: "その名前のものはありません"))
}
