import Diagnostics
import JSON

/// Steps that change what is known of an item without moving it.
extension Working {
  mutating func edit(
    _ changes: [String: JSONValue?], _ reason: String?, _ subject: Subject
  ) throws(Refusal) {
    guard let actor = subject.actor, let state = subject.state else {
      throw Refusal(.denied, "edit", [Reasons.actorNeeded])
    }
    let capacity = try editCapacity(changes.keys.map { FieldName($0) }, state, subject, actor)
    try mayCarry(changes.keys, subject.definition, "edit", subject.origin)
    var item = subject.item
    // As in a JSON merge patch (RFC 7396), null removes.
    for (field, value) in changes { item.data[field] = value == .null ? .none : value }
    let reasons = dataReasons(
      item, definition: subject.definition, strict: item.state != subject.definition.initial)
    guard reasons.isEmpty else { throw Refusal(.invalid, "edit", reasons) }
    let changed = Self.difference(from: subject.item.data, to: item.data)
    guard !changed.isEmpty else { return }
    renewConsent(&item, subject.definition, before: subject.item)
    var body: [String: JSONValue] = ["set": .object(changed)]
    if let reason, !reason.isEmpty { body["reason"] = .string(reason) }
    commit(item, .edit, body, actor: actor, capacity: capacity)
  }

  private func editCapacity(
    _ fields: [FieldName], _ state: State, _ subject: Subject, _ actor: Actor
  ) throws(Refusal) -> Capacity {
    var denied: [Reason] = []
    var wrongFields: [FieldName] = []
    for right in state.edits {
      switch authorise(
        actor, right.by, on: subject.item, family: subject.item.family, definition: subject.definition,
        unit: subject.item.unit,
        allowDelegation: true)
      {
      case .failure(let denial): denied += denial.reasons
      case .success(let capacity):
        wrongFields = fields.filter { field in right.fields.map { !$0.contains(field) } ?? false }
        if wrongFields.isEmpty { return capacity }
      }
    }
    if !wrongFields.isEmpty {
      throw Refusal(.denied, "edit", wrongFields.sorted().map { Reasons.fieldNotEditable($0, subject.definition) })
    }
    throw Refusal(.denied, "edit", denied.isEmpty ? [Reasons.notEditable(state)] : denied)
  }

  mutating func attach(
    _ name: SlotName, _ document: DocumentFact, _ subject: Subject
  ) throws(Refusal) {
    guard let actor = subject.actor else { throw Refusal(.denied, "attach", [Reasons.actorNeeded]) }
    guard let slot = subject.definition.documents[name] else {
      throw Refusal(.unknown, "attach", [Reasons.unknownSlot(name, subject.definition)])
    }
    let capacity: Capacity
    switch authorise(
      actor, slot.by, on: subject.item, family: subject.item.family, definition: subject.definition,
      unit: subject.item.unit, allowDelegation: true)
    {
    case .success(let found): capacity = found
    case .failure(let denial): throw Refusal(.denied, "attach", denial.reasons)
    }
    var item = subject.item
    let present = item.runtime.documents[name] ?? []
    let reasons = Reasons.document(document, slot, present: present)
    guard reasons.isEmpty else { throw Refusal(.invalid, "attach", reasons) }
    // The same content twice is one document: a repeated upload costs nothing.
    if present.contains(where: { $0.sha256 == document.sha256 }) { return }
    item.runtime.documents[name, default: []].append(document)
    renewConsent(&item, subject.definition, before: subject.item)
    commit(
      item, .document,
      [
        "slot": .string(name.text), "sha256": .string(document.sha256.description), "name": .string(document.name),
        "media": .string(document.media), "size": .number(.init(Int64(document.size))),
      ], actor: actor, capacity: capacity)
  }

  mutating func comment(_ text: String, _ subject: Subject) throws(Refusal) {
    guard !text.allSatisfy(\.isWhitespace), text.count <= 10_000 else {
      throw Refusal(.invalid, "comment", [Reasons.commentLength])
    }
    commit(subject.item, .comment, ["text": .string(text)], actor: subject.actor, capacity: nil)
  }

  mutating func opened(_ subject: Subject) {
    guard let actor = subject.actor, !subject.item.runtime.openedBy.contains(actor.person) else { return }
    var item = subject.item
    item.runtime.openedBy.append(actor.person)
    commit(item, .opened, [:], actor: actor, capacity: nil)
  }

  /// A link joins two families for separation of duties, so it is refused where it would show duties already mixed.
  mutating func link(_ relation: String, _ target: ItemID, _ subject: Subject) throws(Refusal) {
    guard let other = items[target] else { throw Refusal(.unknown, "link", [Reasons.unknownItem]) }
    guard other.id != subject.item.id, !relation.isEmpty, relation.count <= 64 else {
      throw Refusal(.invalid, "link", [Reasons.linkInvalid])
    }
    var item = subject.item
    let link = Link(relation: relation, item: other.id, family: other.family)
    guard !item.runtime.links.contains(link) else { return }
    let mixed = mixedDuties(item.family, other.family, subject.definition)
    guard mixed.isEmpty else { throw Refusal(.denied, "link", mixed) }
    item.runtime.links.append(link)
    commit(
      item, .link, ["relation": .string(relation), "to": .string(other.id.description)], actor: subject.actor,
      capacity: nil)
  }

  /// Judged by every definition of both families: the item that excludes a pair of roles need not be one in which
  /// somebody acted.
  private func mixedDuties(_ one: ItemID, _ two: ItemID, _ definition: Definition) -> [Reason] {
    let joined = items.values.filter { $0.family == one || $0.family == two }.sorted { $0.id < $1.id }
    var exclusions: [RoleName: Set<RoleName>] = [:]
    for definition in Set(joined.map(\.definition)).compactMap({ world.library.definitions[$0] }) {
      exclusions.merge(definition.exclusions) { $0.union($1) }
    }
    var reasons: [Reason] = []
    for item in joined {
      for (role, persons) in item.runtime.acts.sorted(by: { $0.key < $1.key }) {
        // Exclusions hold both ways: each pair is named once.
        for excluded in (exclusions[role] ?? []).filter({ role < $0 }).sorted() {
          for other in joined {
            for person in persons where other.runtime.acts[excluded]?.contains(person) ?? false {
              reasons.append(
                Reasons.separated(role, from: excluded, person, on: other, definition, world.directory))
            }
          }
        }
      }
    }
    return reasons
  }

  // MARK: Corrections under four eyes

  static let corrector: RoleName = "corrector"

  private func correctorCapacity(_ subject: Subject) throws(Refusal) -> Capacity {
    guard let actor = subject.actor else { throw Refusal(.denied, "correct", [Reasons.actorNeeded]) }
    let role = Role(
      name: Self.corrector, title: Text(en: "Corrector", ja: "訂正担当者"), holder: .position(anywhere: false),
      excludes: [], isDelegable: false, actingDuty: nil, source: nil,
      location: subject.definition.states[subject.definition.initial]!.location)
    let query = roleQuery(role, item: subject.item, unit: subject.item.unit)
    guard
      let capacity = world.directory.capacities(of: actor.person, query, allowDelegation: false).first(where: {
        actor.position == nil || $0.position == actor.position
      })
    else { throw Refusal(.denied, "correct", [Reasons.role([Self.corrector], subject.definition)]) }
    return capacity
  }

  mutating func propose(_ correction: Correction, _ subject: Subject) throws(Refusal) {
    let capacity = try correctorCapacity(subject)
    guard !correction.reason.allSatisfy(\.isWhitespace) else {
      throw Refusal(.invalid, "correct", [Reasons.reasonMissing])
    }
    if let state = correction.state, subject.definition.states[state] == nil {
      throw Refusal(.unknown, "correct", [Reasons.unknownState(state, subject.definition)])
    }
    guard subject.item.runtime.correction == nil else {
      throw Refusal(.blocked, "correct", [Reasons.correctionPending])
    }
    var item = subject.item
    for (field, value) in correction.data { item.data[field] = value }
    let reasons = dataReasons(
      item, definition: subject.definition, strict: (correction.state ?? item.state) != subject.definition.initial)
    guard reasons.isEmpty else { throw Refusal(.invalid, "correct", reasons) }
    item.data = subject.item.data
    item.runtime.correction = PendingCorrection(correction: correction, by: capacity.person, at: world.now)
    commit(
      item, .correctionProposed, Self.body(of: correction), actor: subject.actor, capacity: capacity)
  }

  mutating func settle(_ confirm: Bool, _ reason: String, _ subject: Subject) throws(Refusal) {
    let capacity = try correctorCapacity(subject)
    guard let pending = subject.item.runtime.correction else {
      throw Refusal(.blocked, "correct", [Reasons.noCorrection])
    }
    guard !confirm || pending.by != capacity.person else {
      throw Refusal(.denied, "correct", [Reasons.secondPerson])
    }
    var item = subject.item
    item.runtime.correction = nil
    guard confirm else {
      commit(item, .correctionDeclined, ["reason": .string(reason)], actor: subject.actor, capacity: capacity)
      return
    }
    for (field, value) in pending.correction.data { item.data[field] = value }
    if let state = pending.correction.state, state != item.state {
      dropDeadlines(&item)
      item.runtime.review = nil
      item.runtime.waitingFor = nil
      try enter(state, &item, subject.definition, actor: subject.actor)
    }
    var body = Self.body(of: pending.correction)
    body["proposed_by"] = .string(pending.by.text)
    commit(item, .corrected, body, actor: subject.actor, capacity: capacity)
    if pending.correction.state != nil { try arrived(item.id, subject.definition, actor: subject.actor) }
  }

  private static func body(of correction: Correction) -> [String: JSONValue] {
    var body: [String: JSONValue] = [
      "reason": .string(correction.reason), "set": .object(correction.data.mapValues { $0 ?? .null }),
    ]
    if let state = correction.state { body["to"] = .string(state.text) }
    return body
  }
}
