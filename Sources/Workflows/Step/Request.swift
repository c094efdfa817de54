package import JSON

/// Who asks for a step. Authority is not in here: it is looked up in the directory as of the moment.
package struct Actor: Sendable, Hashable {
  package let person: PersonCode
  /// Which of several positions (兼任) to act in; nil: the first that may.
  package let position: PositionCode?
  /// In whose name; nil: one's own, else the first delegation that may.
  package let onBehalfOf: PersonCode?

  package init(person: PersonCode, position: PositionCode? = nil, onBehalfOf: PersonCode? = nil) {
    self.person = person
    self.position = position
    self.onBehalfOf = onBehalfOf
  }
}

package struct NewItem: Sendable {
  package let workflow: WorkflowName
  package let parent: ItemID?
  package let data: [String: JSONValue]
  /// nil: the unit of the creator's position, or the parent's.
  package let unit: UnitCode?

  package init(workflow: WorkflowName, parent: ItemID?, data: [String: JSONValue], unit: UnitCode? = nil) {
    self.workflow = workflow
    self.parent = parent
    self.data = data
    self.unit = unit
  }
}

/// Something that asks an item to move. Everything that changes an item is one of these.
package enum Event: Sendable {
  case create(NewItem)
  /// A transition, a vote or the discharge of a duty, by its name.
  case act(TransitionName, input: [String: JSONValue], reason: String?)
  /// New values; nil removes a field.
  case edit([String: JSONValue?], reason: String?)
  case attach(SlotName, DocumentFact)
  case comment(String)
  case link(relation: String, to: ItemID)
  /// The next person has looked at it: from now on there is no recall (引戻し).
  case open
  case automatic
  case deadline(DeadlineFiring)
  /// A newer calendar is in force: deadlines beyond what the last one knew are computed again.
  case recompute
  case taskEnded(TaskName, result: JSONValue, failed: Bool)
  /// A correction of a mistake is proposed by one person and confirmed by another.
  case proposeCorrection(Correction)
  case settleCorrection(confirm: Bool, reason: String)
  /// Moves the item to another version of its definition, under a plan that its entry names.
  case migrate(to: ContentHash, plan: ContentHash)
}

package struct DeadlineFiring: Sendable, Hashable {
  package enum Moment: Sendable, Hashable {
    case reminder(Int)
    case escalation(Int)
    case due
  }

  package let name: DeadlineName
  package let duty: DutyName?
  package let moment: Moment
  /// Of the armed deadline: a firing of one that is armed no more is recognised by it and does nothing.
  package let number: Int
  package let due: Instant

  package init(number: Int, name: DeadlineName, duty: DutyName?, moment: Moment, due: Instant) {
    self.number = number
    self.name = name
    self.duty = duty
    self.moment = moment
    self.due = due
  }
}

package struct Correction: Sendable, Hashable {
  package let data: [String: JSONValue?]
  package let state: StateName?
  package let reason: String

  package init(data: [String: JSONValue?], state: StateName?, reason: String) {
    self.data = data
    self.state = state
    self.reason = reason
  }
}

package struct StepRequest: Sendable {
  /// By which way a request came. Part of what it may do: facts read from a document (`x-set-by: intake`) are only
  /// taken from the intake that read them, whoever sends it.
  package enum Origin: Sendable, Hashable {
    case person
    /// The house's own reader of documents, on behalf of the actor who handed one in.
    case intake
  }

  /// nil for a creation.
  package let item: ItemID?
  package let event: Event
  /// nil: the system itself (automatic transitions, deadlines, results of tasks).
  package let actor: Actor?
  package let expectedVersion: Int64?
  package let origin: Origin

  package init(
    item: ItemID?, event: Event, actor: Actor?, expectedVersion: Int64? = nil, origin: Origin = .person
  ) {
    self.item = item
    self.event = event
    self.actor = actor
    self.expectedVersion = expectedVersion
    self.origin = origin
  }
}

/// All that a step may look at: one consistent picture, taken by the shell.
package struct Surroundings: Sendable {
  /// What all steps of a batch share, in one piece: the picture is handed on often, and a copy of it must cost little.
  private final class Shared: Sendable {
    let library: Library
    let directory: Directory

    init(_ library: Library, _ directory: Directory) {
      self.library = library
      self.directory = directory
    }
  }

  private let shared: Shared
  package let now: Instant
  /// The items of the family, and items of other families linked to them (read only).
  package var items: [ItemID: Item]
  /// Who has a key's value, in any family, for every value that the request may ask for. What is not in here was not
  /// looked up.
  package var sharedKeys: [SharedKey: [ItemID]]

  package var library: Library { shared.library }
  package var directory: Directory { shared.directory }

  package init(
    library: Library, directory: Directory, now: Instant, items: [ItemID: Item],
    sharedKeys: [SharedKey: [ItemID]] = [:]
  ) {
    shared = Shared(library, directory)
    self.now = now
    self.items = items
    self.sharedKeys = sharedKeys
  }

  /// The same world as far as these items.
  package func seeing(only items: [ItemID: Item]) -> Surroundings {
    var part = self
    part.items = items
    return part
  }
}
