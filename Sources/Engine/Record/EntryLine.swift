import JSON
import Workflows

/// One entry on its way to the record, of an item or of a person alone.
struct EntryLine: Sendable {
  let family: ItemID
  /// nil: the entry is on a person, for nothing of the item may be told (or there is none).
  let item: ItemID?
  let version: Int64?
  let event: String
  let person: PersonCode?
  let position: PositionCode?
  let behalf: [PersonCode]
  let role: RoleName?
  let definition: ContentHash?
  var body: [String: JSONValue]

  /// Everyone whose duties the act touches.
  var persons: [PersonCode] { (person.map { [$0] } ?? []) + behalf }

  /// Who was refused, where this entry says so.
  var refused: PersonCode? { event == EntryEvent.refused.rawValue ? person : nil }

  /// Codes are drawn when the batch's steps are done.
  mutating func give(code: String) {
    var row = body["row"]?.objectValue ?? [:]
    var columns = row["columns"]?.objectValue ?? [:]
    columns["code"] = .string(code)
    row["columns"] = .object(columns)
    body["row"] = .object(row)
  }

  /// The family of entries that belong to none.
  static let noFamily = ItemID(high: 0, low: 0)
}

extension EntryLine {
  init(_ entry: Entry) {
    self.init(
      family: entry.family, item: entry.item, version: entry.version, event: entry.event.rawValue,
      person: entry.capacity?.person ?? entry.actor?.person,
      position: entry.capacity?.position ?? entry.actor?.position, behalf: entry.capacity?.behalf ?? [],
      role: entry.capacity?.role, definition: entry.definition, body: entry.body)
  }

  /// An attempt that made no item: on the person, in the family where it would have belonged.
  static func refusedCreation(
    _ refusal: Refusal, of new: NewItem, by actor: Actor, in world: Surroundings
  ) -> EntryLine {
    var body = refusal.recorded
    body["workflow"] = .string(new.workflow.text)
    if let parent = new.parent { body["under"] = .string(parent.description) }
    return EntryLine(
      family: new.parent.flatMap { world.items[$0]?.family } ?? noFamily, item: nil, version: nil,
      event: EntryEvent.refused.rawValue, person: actor.person, position: actor.position,
      behalf: actor.onBehalfOf.map { [$0] } ?? [], role: nil,
      definition: world.library.definition(new.workflow)?.hash, body: body)
  }
}
