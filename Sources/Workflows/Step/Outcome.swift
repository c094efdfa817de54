package import Diagnostics
package import JSON

package enum StepResult: Sendable {
  case accepted(Changes)
  case refused(Refusal)
}

/// Everything that one accepted request changes; the shell writes it in one transaction, or not at all.
package struct Changes: Sendable {
  /// Items as they are now, created ones included.
  package var items: [ItemID: Item] = [:]
  package var created: [ItemID] = []
  package var entries: [Entry] = []
  package var tasks: [TaskDraft] = []
  /// The item that the request was about (the new one for a creation).
  package var subject: ItemID

  package init(subject: ItemID) { self.subject = subject }
}

/// One line of an item's history, before the shell gives it its identifier.
package struct Entry: Sendable {
  package let item: ItemID
  package let family: ItemID
  /// The item's version after the step; of a refusal, the version that stays.
  package let version: Int64
  package let event: EntryEvent
  package let capacity: Capacity?
  package let actor: Actor?
  package let definition: ContentHash?
  package let body: [String: JSONValue]
}

package enum EntryEvent: String, Sendable, Hashable, CaseIterable {
  case created
  case transition
  case vote
  case duty
  case edit
  case document
  case comment
  case link
  case opened
  case reminder
  case escalation
  case round
  /// Provisional deadlines were computed again under a newer calendar.
  case rescheduled
  case correctionProposed = "correction_proposed"
  case corrected
  case correctionDeclined = "correction_declined"
  case refused
  case migrated
}

/// Work that follows from a step.
package struct TaskDraft: Sendable {
  package enum Kind: Sendable, Hashable {
    case automatic
    case deadline(DeadlineFiring)
    case notify(roles: [RoleName], recipients: [PersonCode], message: Text)
    case outside(TaskSpec.Kind, name: TaskName, to: String, payload: [String: JSONValue])
  }

  package let item: ItemID
  package let family: ItemID
  package let kind: Kind
  package let dueAt: Instant
  package let priority: Int
}

/// Why a request was refused: what was wrong, which rule says so, who can change it.
package struct Refusal: Error, Sendable {
  package enum Kind: String, Sendable, Hashable {
    /// The actor holds no role that may do this, or duties are separated.
    case denied
    /// The act exists and the actor may do it, but a requirement is not met.
    case blocked
    /// Input or data are not what the schema asks for.
    case invalid
    /// No such item, transition, slot, …
    case unknown
    /// The item has changed since the caller looked.
    case stale
  }

  package let kind: Kind
  package let act: String
  package let reasons: [Reason]

  package init(_ kind: Kind, _ act: String, _ reasons: [Reason]) {
    self.kind = kind
    self.act = act
    self.reasons = reasons
  }
}

package struct Reason: Sendable {
  package enum Code: String, Sendable, Hashable, CaseIterable {
    case role
    case dutiesSeparated = "duties_separated"
    case notDelegable = "not_delegable"
    case intakeOnly = "intake_only"
    case state
    case unmet = "guard"
    case guardError = "guard_error"
    case reasonMissing = "reason_missing"
    case inputMissing = "input_missing"
    case inputNotAllowed = "input_not_allowed"
    case dataInvalid = "data_invalid"
    case dutyOpen = "duty_open"
    case review
    case electorateEmpty = "electorate_empty"
    case document
    case parent
    case correction
    case migration
    case unknown
    case stale
    case limit
  }

  package let code: Code
  package let message: Text
  package let source: String?
  /// The guard's text as the author wrote it.
  package let expression: String?
  /// JSON pointer into the data, where one field is at fault.
  package let pointer: String?
  package let metBy: [RoleName]
  /// Fields whose values show through this reason: it is redacted for those who may not see them.
  package let fields: [FieldName]

  package init(
    _ code: Code, _ message: Text, source: String? = nil, expression: String? = nil, pointer: String? = nil,
    metBy: [RoleName] = [], fields: [FieldName] = []
  ) {
    self.code = code
    self.message = message
    self.source = source
    self.expression = expression
    self.pointer = pointer
    self.metBy = metBy
    self.fields = fields
  }
}
