package import JSON

/// Who created an item, and in which position: the position stays responsible when the person moves on.
package struct Creator: Sendable, Hashable {
  package let person: PersonCode
  package let position: PositionCode?

  package init(person: PersonCode, position: PositionCode?) {
    self.person = person
    self.position = position
  }
}

/// One running case of a definition.
package struct Item: Sendable {
  package let id: ItemID
  /// The root of the family; equal to `id` for a root. Never changes.
  package let family: ItemID
  package let parent: ItemID?
  /// What people call it, such as `CR-2026-000042`. Empty until the shell has drawn the number.
  package var code: String
  package let workflow: WorkflowName
  package var definition: ContentHash
  package var state: StateName
  /// Grows by one with every accepted step that changes the item; 1 after creation.
  package var version: Int64
  package var data: [String: JSONValue]
  package let unit: UnitCode
  package var party: PartyCode?
  package let creator: Creator
  package let createdAt: Instant
  package var enteredAt: Instant
  package var runtime: Runtime

  package init(
    id: ItemID, family: ItemID, parent: ItemID?, code: String, workflow: WorkflowName, definition: ContentHash,
    state: StateName, version: Int64, data: [String: JSONValue], unit: UnitCode, party: PartyCode?, creator: Creator,
    createdAt: Instant, enteredAt: Instant, runtime: Runtime
  ) {
    self.id = id
    self.family = family
    self.parent = parent
    self.code = code
    self.workflow = workflow
    self.definition = definition
    self.state = state
    self.version = version
    self.data = data
    self.unit = unit
    self.party = party
    self.creator = creator
    self.createdAt = createdAt
    self.enteredAt = enteredAt
    self.runtime = runtime
  }
}

/// What the engine remembers of an item beside state and data. Stored as one JSON document (`Runtime+JSON.swift`).
package struct Runtime: Sendable, Hashable {
  /// Role → persons who acted in it or in whose name it was done. Only grows: separation of duties goes by history.
  package var acts: [RoleName: [PersonCode]] = [:]
  package var documents: [SlotName: [DocumentFact]] = [:]
  package var deadlines: [ArmedDeadline] = []
  /// Deadlines of states that were left, the newest of each name: a state that asks for the same again takes it up.
  package var dropped: [DroppedDeadline] = []
  /// How many deadlines were armed so far: the next one's number.
  package var armings = 0
  package var review: ReviewState?
  package var suspended: [Suspension] = []
  package var duties: [OpenDuty] = []
  package var links: [Link] = []
  /// The child that the state waits for.
  package var waitingFor: ItemID?
  /// Persons who performed the act "open" since the state was entered.
  package var openedBy: [PersonCode] = []
  package var outcome: Outcome?
  /// A correction that waits for its second person.
  package var correction: PendingCorrection?

  package init() {}
}

package struct DocumentFact: Sendable, Hashable {
  package let sha256: ContentHash
  package let name: String
  package let media: String
  package let size: Int
  package let at: Instant
  package let by: PersonCode

  package init(sha256: ContentHash, name: String, media: String, size: Int, at: Instant, by: PersonCode) {
    self.sha256 = sha256
    self.name = name
    self.media = media
    self.size = size
    self.at = at
    self.by = by
  }
}

package struct ArmedDeadline: Sendable, Hashable {
  /// Its identity on the item. It lives on in the next state that asks for the same deadline with the same due day, so
  /// that each reminder and escalation goes out once however many states carry it.
  package let number: Int
  package let name: DeadlineName
  /// Set when the deadline belongs to a duty, not to the state.
  package let duty: DutyName?
  /// The owner of that duty, where it has one: two after-reviews (後閲) of one item run and end each by itself.
  package let owner: PersonCode?
  package let due: Due

  package init(number: Int, name: DeadlineName, duty: DutyName?, owner: PersonCode? = nil, due: Due) {
    self.number = number
    self.name = name
    self.duty = duty
    self.owner = owner
    self.due = due
  }
}

/// A deadline whose state was left.
package struct DroppedDeadline: Sendable, Hashable {
  package let armed: ArmedDeadline
  /// The state whose declaration it followed.
  package let state: StateName
  package let at: Instant

  package init(armed: ArmedDeadline, state: StateName, at: Instant) {
    self.armed = armed
    self.state = state
    self.at = at
  }
}

package struct OpenDuty: Sendable, Hashable {
  package let name: DutyName
  package let since: Instant
  /// For after-review: the holder who must read the decision.
  package let owner: PersonCode?

  package init(name: DutyName, since: Instant, owner: PersonCode?) {
    self.name = name
    self.since = since
    self.owner = owner
  }

  func has(_ deadline: ArmedDeadline) -> Bool { deadline.duty == name && deadline.owner == owner }
}

package struct Link: Sendable, Hashable {
  package let relation: String
  package let item: ItemID
  package let family: ItemID

  package init(relation: String, item: ItemID, family: ItemID) {
    self.relation = relation
    self.item = item
    self.family = family
  }
}

package struct Suspension: Sendable, Hashable {
  package let state: StateName
  package let enteredAt: Instant
  package let review: ReviewState?
  package let deadlines: [ArmedDeadline]
  package let waitingFor: ItemID?
  package let at: Instant
}

/// A round of votes.
package struct ReviewState: Sendable, Hashable {
  package struct Ballot: Sendable, Hashable {
    package let person: PersonCode
    package let position: PositionCode?
    package let behalf: [PersonCode]
    package let at: Instant
  }

  package struct Stage: Sendable, Hashable {
    package let name: StageName
    /// Positions with a vote, fixed when the round opened; for a sequence in voting order.
    package let electorate: [PositionCode]
    package var approvals: [Ballot]
  }

  /// 1 for the first round in this visit; renewed consent (再協議) starts another.
  package var round: Int
  package var stages: [Stage]
  /// Index of the stage that is voting.
  package var current: Int
  package let contentHash: String
}

package struct PendingCorrection: Sendable, Hashable {
  package let correction: Correction
  package let by: PersonCode
  package let at: Instant
}
