package import JSON

/// The stored form of `Runtime`: a JSON object whose absent members mean "none", so that plain items stay small.
extension Runtime {
  package var json: JSONValue {
    var object: [String: JSONValue] = [:]
    if !acts.isEmpty {
      object["acts"] = .object(
        Dictionary(uniqueKeysWithValues: acts.map { ($0.key.text, .array($0.value.map { .string($0.text) })) }))
    }
    if !documents.isEmpty {
      object["documents"] = .object(
        Dictionary(uniqueKeysWithValues: documents.map { ($0.key.text, .array($0.value.map(\.json))) }))
    }
    if !deadlines.isEmpty { object["deadlines"] = .array(deadlines.map(\.json)) }
    if !dropped.isEmpty { object["dropped"] = .array(dropped.map(\.json)) }
    if armings > 0 { object["armings"] = integer(Int64(armings)) }
    if let review { object["review"] = review.json }
    if !suspended.isEmpty { object["suspended"] = .array(suspended.map(\.json)) }
    if !duties.isEmpty { object["duties"] = .array(duties.map(\.json)) }
    if !links.isEmpty { object["links"] = .array(links.map(\.json)) }
    if let waitingFor { object["waiting_for"] = .string(waitingFor.description) }
    if !openedBy.isEmpty { object["opened_by"] = .array(openedBy.map { .string($0.text) }) }
    if let outcome { object["outcome"] = .string(outcome.text) }
    if let correction { object["correction"] = correction.json }
    return .object(object)
  }

  /// Reads what `json` wrote; nil when the document has another shape, which only a hand in the database can cause.
  package init?(json: JSONValue) {
    guard case .object(let object) = json else { return nil }
    for (role, persons) in object.fields("acts") {
      acts[RoleName(role)] = persons.elements.compactMap(\.text).map { PersonCode($0) }
    }
    for (slot, list) in object.fields("documents") {
      documents[SlotName(slot)] = list.elements.compactMap(DocumentFact.init(json:))
    }
    deadlines = object.list("deadlines").compactMap(ArmedDeadline.init(json:))
    dropped = object.list("dropped").compactMap(DroppedDeadline.init(json:))
    armings = Int(object["armings"]?.integer ?? 0)
    review = object["review"].flatMap(ReviewState.init(json:))
    suspended = object.list("suspended").compactMap(Suspension.init(json:))
    duties = object.list("duties").compactMap(OpenDuty.init(json:))
    links = object.list("links").compactMap(Link.init(json:))
    waitingFor = object["waiting_for"]?.text.flatMap { ItemID($0) }
    openedBy = object.list("opened_by").compactMap(\.text).map { PersonCode($0) }
    outcome = object["outcome"]?.text.map { Outcome($0) }
    correction = object["correction"].flatMap(PendingCorrection.init(json:))
  }
}

extension JSONValue {
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var integer: Int64? { if case .number(let number) = self { number.int64 } else { nil } }
  var flag: Bool? { if case .bool(let flag) = self { flag } else { nil } }
}

extension [String: JSONValue] {
  fileprivate func fields(_ name: String) -> [String: JSONValue] { self[name]?.members ?? [:] }
  fileprivate func list(_ name: String) -> [JSONValue] { self[name]?.elements ?? [] }
}

private func integer(_ value: Int64) -> JSONValue { .number(.init(value)) }

extension DocumentFact {
  package var json: JSONValue {
    .object([
      "sha256": .string(sha256.description), "name": .string(name), "media": .string(media),
      "size": integer(Int64(size)), "at": integer(at.microseconds), "by": .string(by.text),
    ])
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let hash = object["sha256"]?.text.flatMap({ ContentHash(hex: $0) }), let name = object["name"]?.text,
      let media = object["media"]?.text, let size = object["size"]?.integer, let at = object["at"]?.integer,
      let by = object["by"]?.text
    else { return nil }
    self.init(
      sha256: hash, name: name, media: media, size: Int(size), at: Instant(microseconds: at), by: PersonCode(by))
  }
}

extension ArmedDeadline {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [
      "number": integer(Int64(number)), "name": .string(name.text), "due": integer(due.moment.microseconds),
      "day": .string(due.day.description),
    ]
    if let duty { object["duty"] = .string(duty.text) }
    if let owner { object["owner"] = .string(owner.text) }
    if due.isProvisional { object["provisional"] = .bool(true) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let number = object["number"]?.integer, let name = object["name"]?.text,
      let moment = object["due"]?.integer, let day = object["day"]?.text.flatMap({ Day($0) })
    else { return nil }
    self.init(
      number: Int(number), name: DeadlineName(name), duty: object["duty"]?.text.map { DutyName($0) },
      owner: object["owner"]?.text.map { PersonCode($0) },
      due: Due(
        moment: Instant(microseconds: moment), day: day, isProvisional: object["provisional"]?.flag ?? false))
  }
}

extension DroppedDeadline {
  fileprivate var json: JSONValue {
    .object(["armed": armed.json, "state": .string(state.text), "at": integer(at.microseconds)])
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let armed = object["armed"].flatMap(ArmedDeadline.init(json:)), let state = object["state"]?.text,
      let at = object["at"]?.integer
    else { return nil }
    self.init(armed: armed, state: StateName(state), at: Instant(microseconds: at))
  }
}

extension OpenDuty {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = ["name": .string(name.text), "since": integer(since.microseconds)]
    if let owner { object["owner"] = .string(owner.text) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let name = object["name"]?.text, let since = object["since"]?.integer else { return nil }
    self.init(
      name: DutyName(name), since: Instant(microseconds: since), owner: object["owner"]?.text.map { PersonCode($0) })
  }
}

extension Link {
  fileprivate var json: JSONValue {
    .object([
      "relation": .string(relation), "item": .string(item.description), "family": .string(family.description),
    ])
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let relation = object["relation"]?.text, let item = object["item"]?.text.flatMap({ ItemID($0) }),
      let family = object["family"]?.text.flatMap({ ItemID($0) })
    else { return nil }
    self.init(relation: relation, item: item, family: family)
  }
}

extension Suspension {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [
      "state": .string(state.text), "entered": integer(enteredAt.microseconds), "at": integer(at.microseconds),
      "deadlines": .array(deadlines.map(\.json)),
    ]
    if let review { object["review"] = review.json }
    if let waitingFor { object["waiting_for"] = .string(waitingFor.description) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let state = object["state"]?.text, let entered = object["entered"]?.integer, let at = object["at"]?.integer
    else { return nil }
    self.init(
      state: StateName(state), enteredAt: Instant(microseconds: entered),
      review: object["review"].flatMap(ReviewState.init(json:)),
      deadlines: (object["deadlines"]?.elements ?? []).compactMap(ArmedDeadline.init(json:)),
      waitingFor: object["waiting_for"]?.text.flatMap { ItemID($0) }, at: Instant(microseconds: at))
  }
}

extension ReviewState {
  fileprivate var json: JSONValue {
    .object([
      "round": integer(Int64(round)), "current": integer(Int64(current)), "content": .string(contentHash),
      "stages": .array(stages.map(\.json)),
    ])
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let round = object["round"]?.integer, let current = object["current"]?.integer,
      let hash = object["content"]?.text
    else { return nil }
    self.init(
      round: Int(round), stages: (object["stages"]?.elements ?? []).compactMap(Stage.init(json:)),
      current: Int(current), contentHash: hash)
  }
}

extension ReviewState.Stage {
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name.text), "electorate": .array(electorate.map { .string($0.text) }),
      "approvals": .array(approvals.map(\.json)),
    ])
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let name = object["name"]?.text else { return nil }
    self.init(
      name: StageName(name),
      electorate: (object["electorate"]?.elements ?? []).compactMap(\.text).map { PositionCode($0) },
      approvals: (object["approvals"]?.elements ?? []).compactMap(ReviewState.Ballot.init(json:)))
  }
}

extension ReviewState.Ballot {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = ["person": .string(person.text), "at": integer(at.microseconds)]
    if let position { object["position"] = .string(position.text) }
    if !behalf.isEmpty { object["behalf"] = .array(behalf.map { .string($0.text) }) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let person = object["person"]?.text, let at = object["at"]?.integer else { return nil }
    self.init(
      person: PersonCode(person), position: object["position"]?.text.map { PositionCode($0) },
      behalf: (object["behalf"]?.elements ?? []).compactMap(\.text).map { PersonCode($0) },
      at: Instant(microseconds: at))
  }
}

extension PendingCorrection {
  fileprivate var json: JSONValue {
    var object: [String: JSONValue] = [
      "by": .string(by.text), "at": integer(at.microseconds), "reason": .string(correction.reason),
      "set": .object(correction.data.compactMapValues { $0 }),
      "unset": .array(correction.data.filter { $0.value == nil }.keys.sorted().map { .string($0) }),
    ]
    if let state = correction.state { object["state"] = .string(state.text) }
    return .object(object)
  }

  fileprivate init?(json: JSONValue) {
    let object = json.members
    guard let by = object["by"]?.text, let at = object["at"]?.integer, let reason = object["reason"]?.text
    else { return nil }
    var data: [String: JSONValue?] = (object["set"]?.members ?? [:]).mapValues { $0 }
    for field in (object["unset"]?.elements ?? []).compactMap(\.text) { data.updateValue(nil, forKey: field) }
    self.init(
      correction: Correction(data: data, state: object["state"]?.text.map { StateName($0) }, reason: reason),
      by: PersonCode(by), at: Instant(microseconds: at))
  }
}
