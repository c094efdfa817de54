import JSON
import Postgres
package import Workflows

/// A proposed change of the directory and what became of it.
package struct DirectoryChange: Sendable {
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case open
    case approved
    case declined
  }

  package let id: Int32
  package let reason: String
  package let edits: [DirectoryEdit]
  package let proposedBy: PersonCode
  package let proposedAt: Instant
  package let status: Status
  package let decidedBy: PersonCode?
  package let decidedAt: Instant?

  init(_ row: Row) throws {
    id = try row.get(0)
    reason = try row.get(1)
    let stored = try JSONValue(parsing: try row.get(2, as: JSONB.self).bytes).arrayValue ?? []
    edits = try stored.map { json in
      guard let edit = DirectoryEdit(json: json) else { throw EngineError.corrupt("directory_change") }
      return edit
    }
    proposedBy = PersonCode(try row.get(3, as: String.self))
    proposedAt = Instant(try row.get(4, as: Timestamp.self))
    decidedBy = try row.get(5, as: String?.self).map { PersonCode($0) }
    decidedAt = try row.get(6, as: Timestamp?.self).map { Instant($0) }
    switch try row.get(7, as: Bool?.self) {
    case nil: status = .open
    case true?: status = .approved
    case false?: status = .declined
    }
  }
}
