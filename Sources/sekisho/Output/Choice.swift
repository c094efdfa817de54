import Diagnostics
import JSON

/// One of a list, and short answers about it.
enum Choice {
  /// The element whose member has this value.
  static func one(
    _ list: JSONValue, where member: String, is value: String, _ kind: Text
  ) throws(CommandFailure) -> JSONValue {
    let elements = list["data"]?.arrayValue ?? []
    if let found = elements.first(where: { $0[member]?.stringValue == value }) { return found }
    let near = Suggestion.nearest(to: value, in: elements.compactMap { $0[member]?.stringValue })
    throw CommandFailure(
      Exit.notFound, Text(en: "there is no \(kind.en) \(value)", ja: "\(kind.ja)「\(value)」はありません"),
      hint: near.map { Text(en: "did you mean \($0)?", ja: "「\($0)」ではありませんか") })
  }

  /// An answer that says little, with what it is about.
  static func done(_ id: String, _ answer: JSONValue) -> JSONValue {
    var members = answer.objectValue ?? [:]
    members["id"] = .string(id)
    members["outcome"] = "done"
    return .object(members)
  }

  static let doneColumns = [
    Column("id", en: "Id", ja: "ID"), Column("outcome", en: "Outcome", ja: "結果"),
    Column("dry_run", en: "Dry run", ja: "試行", .flag),
  ]
}
