import Diagnostics
import JSON

/// Carries one item over to another version, in three passes: names, data, then what is under way in the state. A pass
/// runs only where the one before found nothing wrong, because it builds on it.
struct ItemCarrier {
  let old: Item
  let from: Definition
  let to: Definition
  let names: MigrationNames
  /// The world as it is, for what the old version says.
  let before: Working
  /// The world with the carried item in it.
  var after: Working
  var item: Item
  var obstacles: [MigrationObstacle] = []
  private var renamedRoles: [RoleName: RoleName] = [:]

  init(_ item: Item, from: Definition, to: Definition, names: MigrationNames, before: Working) {
    old = item
    self.from = from
    self.to = to
    self.names = names
    self.before = before
    after = before
    after.tasks = []
    self.item = item
  }

  mutating func run() -> Result<CarriedItem, MigrationFailure> {
    guard !(from.states[old.state]?.isFinal ?? false) else {
      return .failure(MigrationFailure(obstacles: [.init(.closed, en: "the item has ended", ja: "案件は終了しています")]))
    }
    carryNames()
    if obstacles.isEmpty { carryData() }
    if obstacles.isEmpty { carryWork() }
    guard obstacles.isEmpty else { return .failure(MigrationFailure(obstacles: obstacles)) }
    return .success(CarriedItem(item: item, renamedRoles: renamedRoles))
  }

  mutating func refuse(_ code: MigrationObstacle.Code, en: String, ja: String) {
    obstacles.append(MigrationObstacle(code, en: en, ja: ja))
  }

  // MARK: Names

  private mutating func carryNames() {
    item.definition = to.hash
    item.state = carried(old.state)
    for kept in old.runtime.suspended { _ = carried(kept.state) }
    carryFields()
    carryActs()
    for slot in old.runtime.documents.keys.sorted() where to.documents[slot] == nil {
      refuse(
        .documentSlotGone, en: "it has documents in \(slot), which the new version does not have",
        ja: "添付欄「\(slot)」に文書がありますが、新しい版にこの欄がありません")
    }
    for duty in old.runtime.duties.map(\.name).withoutRepeats where to.duties[duty] == nil {
      refuse(
        .dutyGone, en: "its duty \(duty) is open, and the new version does not have it",
        ja: "義務「\(duty)」が未了ですが、新しい版にこの義務がありません")
    }
    if old.runtime.correction != nil {
      refuse(.correctionPending, en: "a correction waits for its second person", ja: "訂正が確認待ちです")
    }
  }

  private mutating func carried(_ state: StateName) -> StateName {
    let name = names.state(state)
    guard let found = to.states[name] else {
      refuse(
        .stateGone, en: "it is in \(state); the new version has no state \(name)",
        ja: "状態「\(state)」にありますが、新しい版に状態「\(name)」はありません")
      return state
    }
    if found.isFinal {
      refuse(
        .stateFinal, en: "\(state) would become the final state \(name)", ja: "状態「\(state)」が終了状態「\(name)」になってしまいます")
    }
    return name
  }

  private mutating func carryFields() {
    item.data = [:]
    for (field, value) in old.data.sorted(by: { $0.key < $1.key }) {
      let name = names.field(FieldName(field)).text
      if item.data[name] != nil {
        refuse(.fieldsCollide, en: "two fields would become \(name)", ja: "二つの項目がともに「\(name)」になります")
      }
      item.data[name] = value
    }
  }

  /// The history of duties follows the names of roles.
  private mutating func carryActs() {
    item.runtime.acts = [:]
    for (role, persons) in old.runtime.acts.sorted(by: { $0.key < $1.key }) {
      let name = names.role(role)
      if name != role { renamedRoles[role] = name }
      item.runtime.acts[name] = (item.runtime.acts[name, default: []] + persons).withoutRepeats
    }
  }

  // MARK: Data

  private mutating func carryData() {
    let isDraft = item.state == to.initial
    let schema = isDraft ? to.data.lenient : to.data.strict
    for violation in schema.validate(.object(item.data)) {
      let pointer = violation.instancePointer.isEmpty ? "/" : violation.instancePointer
      refuse(
        .dataInvalid, en: "\(pointer): \(violation.message.en)", ja: "\(pointer):\(violation.message.ja)")
    }
    guard obstacles.isEmpty else { return }
    item.party = after.party(of: item)
    after.items[item.id] = item
    checkDuties()
  }

  /// Separation of duties by the new version's exclusions and those of every definition of the family and what is
  /// linked to it: whoever acted on this item may have acted nowhere in an excluded role.
  private mutating func checkDuties() {
    let related = after.related(to: item.family)
    let definitions = Set(related.map(\.definition)).compactMap { after.world.library.definitions[$0] }
    for (role, persons) in item.runtime.acts.sorted(by: { $0.key < $1.key }) {
      let excluded = definitions.reduce(into: to.exclusions[role] ?? []) { $0.formUnion($1.exclusions[role] ?? []) }
      for other in related {
        for opposite in excluded.sorted() where other.id != item.id || role < opposite {
          for person in persons where other.runtime.acts[opposite]?.contains(person) ?? false {
            refuse(
              .dutiesMixed, en: "\(person) acted as \(role), and as \(opposite) on \(other.code)",
              ja: "\(person)は役割「\(role)」を務め、\(other.code)で役割「\(opposite)」も務めています")
          }
        }
      }
    }
  }

  // MARK: What is under way

  private mutating func carryWork() {
    item.runtime.review = carried(old.runtime.review, in: old.state, old.runtime.waitingFor)
    checkOutsideWork(in: old.state)
    item.runtime.suspended = old.runtime.suspended.map { kept in
      let review = carried(kept.review, in: kept.state, kept.waitingFor)
      checkOutsideWork(in: kept.state)
      let state = names.state(kept.state)
      let deadlines = carried(kept.deadlines, from: kept.state, to: state, since: kept.enteredAt)
      return Suspension(
        state: state, enteredAt: kept.enteredAt, review: review, deadlines: deadlines, waitingFor: kept.waitingFor,
        at: kept.at)
    }
    checkParent()
    let own = old.runtime.deadlines.filter { $0.duty == nil }
    item.runtime.deadlines = carried(own, from: old.state, to: item.state, since: old.enteredAt) + dutyDeadlines()
    item.runtime.dropped = old.runtime.dropped.compactMap { dropped in
      let state = names.state(dropped.state)
      return to.states[state] == nil ? nil : DroppedDeadline(armed: dropped.armed, state: state, at: dropped.at)
    }
  }
}
