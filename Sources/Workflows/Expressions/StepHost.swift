import CEL
import JSON

/// What host functions may look up: the step's world, seen from one item. A class, because every activation and every
/// provider of a variable holds it.
final class StepHost: HostContext {
  let world: Surroundings
  let items: [ItemID: Item]
  let item: Item
  let definition: Definition

  init(world: Surroundings, items: [ItemID: Item], item: Item, definition: Definition) {
    self.world = world
    self.items = items
    self.item = item
    self.definition = definition
  }

  var calendar: WorkCalendar { definition.calendar.flatMap { world.library.calendars[$0] } ?? .everyDay }

  /// An item as expressions see it.
  func record(_ other: Item) -> CELValue {
    let definition = world.library.definitions[other.definition]
    let isFinal = definition?.states[other.state]?.isFinal ?? false
    var fields: [(String, CELValue)] = [
      ("code", .string(other.code)), ("workflow", .string(other.workflow.text)), ("state", .string(other.state.text)),
      ("open", .bool(!isFinal)), ("version", .int(Int(other.version))),
      ("created_at", other.createdAt.celValue), ("entered_at", other.enteredAt.celValue),
      ("unit", .string(other.unit.text)), ("opened", .bool(!other.runtime.openedBy.isEmpty)),
      ("data", (definition?.data.shape ?? .anything).celValue(.object(other.data))),
    ]
    if let party = other.party { fields.append(("party", .string(party.text))) }
    if isFinal, let outcome = other.runtime.outcome { fields.append(("outcome", .string(outcome.text))) }
    return .record(fields)
  }

  /// Field of each workflow → its items, for `family` and `children`.
  func relatives(_ isRelative: (Item) -> Bool) -> CELValue {
    var lists: [String: [CELValue]] = [:]
    for neighbour in definition.neighbours { lists[neighbour] = [] }
    for other in items.values.sorted(by: { $0.id < $1.id }) where isRelative(other) {
      lists[other.workflow.text.replacing("-", with: "_"), default: []].append(record(other))
    }
    return .record(lists.sorted { $0.key < $1.key }.map { ($0.key, .list($0.value)) })
  }

  var documents: CELValue {
    .record(
      definition.documents.keys.sorted().map { slot in
        let facts = (item.runtime.documents[slot] ?? []).map { fact in
          CELValue.record([
            ("name", .string(fact.name)), ("media", .string(fact.media)), ("size", .int(fact.size)),
            ("at", fact.at.celValue),
          ])
        }
        return (slot.text, .list(facts))
      })
  }
}

extension Instant {
  /// Moments outside the years 1 to 9999 have no timestamp; the database holds none.
  var celValue: CELValue { timestamp.map { .timestamp($0) } ?? .null }
}
