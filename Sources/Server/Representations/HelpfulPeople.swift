import Diagnostics
import Engine
import JSON
import Workflows

/// Puts names to roles: who could meet a requirement of an item.
struct HelpfulPeople: Sendable {
  /// Somebody who holds a role.
  private struct Someone: Sendable, Hashable {
    let person: PersonCode
    let position: PositionCode?

    init(_ holder: Explanation.Holder) { (person, position) = (holder.person, holder.position) }

    init(_ person: PersonCode, _ position: PositionCode) { (self.person, self.position) = (person, position) }
  }

  private let lexicon: Lexicon
  private let item: Item?
  private let holders: [RoleName: [Someone]]
  private let viewer: Viewer?
  /// A vendor learns which role can help, not who holds it in the office.
  private let namesPeople: Bool

  static let maxNames = 20

  init(_ lexicon: Lexicon, item: Item?, explanation: Explanation?, caller: Caller) {
    self.lexicon = lexicon
    self.item = item
    holders = Dictionary(grouping: (explanation?.lines ?? []).flatMap(\.holders), by: \.role)
      .mapValues { $0.map(Someone.init) }
    viewer = item.flatMap { lexicon.viewer(of: $0, as: caller) }
    namesPeople = caller.party == nil
  }

  private var definition: Definition? { item.flatMap { lexicon.library.definitions[$0.definition] } }

  func json(_ reason: Reason) -> JSONValue {
    var shown = reason
    if let viewer, let item, let definition { shown = reason.redacted(for: viewer, item, definition) }
    var object: [String: JSONValue] = [
      "code": .string(shown.code.rawValue), "message": shown.message.json,
      "met_by": .array(shown.metBy.map { json($0, holders[$0] ?? holdersByPosition($0)) }),
    ]
    object["source"] = shown.source.map { .string($0) }
    object["expression"] = shown.expression.map { .string($0) }
    object["pointer"] = shown.pointer.map { .string($0) }
    return .object(object)
  }

  /// Holders as a list of roles.
  func json(_ holders: [Explanation.Holder]) -> JSONValue {
    let roles = Dictionary(grouping: holders, by: \.role)
    return .array(roles.sorted { $0.key < $1.key }.map { json($0.key, $0.value.map(Someone.init)) })
  }

  private func json(_ role: RoleName, _ holders: [Someone]) -> JSONValue {
    var people: [JSONValue] = []
    var named: Set<Someone> = []
    for holder in holders where namesPeople && people.count < Self.maxNames && named.insert(holder).inserted {
      var object: [String: JSONValue] = [
        "person": .string(holder.person.text),
        "name": (lexicon.directory.people[holder.person]?.name ?? Text(verbatim: holder.person.text)).json,
      ]
      object["position"] = holder.position.map { .string($0.text) }
      object["position_title"] = holder.position.flatMap { lexicon.directory.positions[$0]?.title.json }
      people.append(.object(object))
    }
    var object: [String: JSONValue] = ["role": .string(role.text), "people": .array(people)]
    object["title"] = definition?.roles[role]?.title.json
    return .object(object)
  }

  /// For roles that no act of the present state names.
  private func holdersByPosition(_ role: RoleName) -> [Someone] {
    lexicon.directory.positions(carrying: role).flatMap { position in
      lexicon.directory.holders(of: position, on: lexicon.now.day).map { Someone($0, position) }
    }
  }
}
