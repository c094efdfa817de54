import Engine
import JSON
import Workflows

/// Lines of the record as the API shows them.
struct EntryRepresentation: Sendable {
  /// What the caller may see of the item; nil: everything.
  let hidden: Set<String>
  let isVendor: Bool
  private let person: String

  /// - Parameter item: the item whose history is read; nil for the whole record, which needs the scope `audit`.
  init(_ lexicon: Lexicon, item: Item?, as caller: Caller) {
    isVendor = caller.party != nil
    person = caller.person.text
    guard let item, let definition = lexicon.library.definitions[item.definition],
      let viewer = lexicon.viewer(of: item, as: caller)
    else {
      hidden = []
      return
    }
    hidden = Set(
      definition.data.fields.filter { !viewer.sees($0.audience, data: item.data) }.map(\.name.text)
        + definition.documents.values.filter { !viewer.sees($0.visible, data: item.data) }.map(\.name.text))
  }

  func json(_ line: HistoryLine) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .string(line.id.description), "at": line.at.json, "event": .string(line.event),
      "behalf": .array(line.behalf.map { .string($0.text) }), "body": body(line),
    ]
    object["item"] = line.item.map { .string($0.description) }
    object["code"] = line.code.map { .string($0) }
    object["version"] = line.version.map { .number(.init($0)) }
    object["person"] = line.person.map { .string($0.text) }
    object["position"] = line.position.map { .string($0.text) }
    object["role"] = line.role.map { .string($0.text) }
    return .object(object)
  }

  /// The entry says what was said; who may not see a field does not see it here either.
  private func body(_ line: HistoryLine) -> JSONValue {
    guard case .object(var members) = line.body else { return line.body }
    // For the machine that computes rows again; people are told what happened by the rest.
    members["row"] = nil
    guard isVendor || !hidden.isEmpty else { return .object(members) }
    // What was said to the house is not said to its vendors.
    if isVendor, line.event == "message" {
      let to = ["mailed", "kept"].flatMap { members[$0]?.arrayValue ?? [] }
      members = to.contains(.string(person)) ? members.filter { ["en", "ja"].contains($0.key) } : [:]
    }
    for part in ["set", "data", "input"] {
      if case .object(let fields)? = members[part] {
        members[part] = .object(fields.filter { !hidden.contains($0.key) })
      }
    }
    if let slot = members["slot"]?.stringValue, hidden.contains(slot) { members = [:] }
    // A guard's text or a task's content may show what is hidden.
    members["tasks"] = nil
    if case .array(let reasons)? = members["reasons"] {
      members["reasons"] = .array(reasons.map(Self.bare))
    }
    return .object(members)
  }

  private static func bare(_ reason: JSONValue) -> JSONValue {
    .object((reason.objectValue ?? [:]).filter { ["code", "source", "met_by"].contains($0.key) })
  }
}
