package import JSON
package import Workflows

/// An entry of an item's history, as far as a replay needs it.
package struct HistoryRecord: Sendable, Equatable {
  package enum Act: Sendable, Equatable {
    case transition(TransitionName, to: StateName)
    case vote(Vote)
    case duty(DutyName)
    /// A correction or migration put the item here.
    case placed(StateName)
    /// Anything that moves nothing: edits, documents, comments, reminders, refusals.
    case other
  }

  package let act: Act
  package let at: String?
  /// In which the person acted; nil where nobody did.
  package let role: RoleName?
  /// Fields that the act changed or gave.
  package let fields: Set<FieldName>
  package let hasReason: Bool

  /// From the API's form of an entry; nil for what is none.
  package init?(_ json: JSONValue) {
    guard let event = json["event"]?.stringValue, let body = json["body"] else { return nil }
    let to = (body["to"]?.stringValue ?? body["state"]?.stringValue).map { StateName($0) }
    switch EntryEvent(rawValue: event) {
    case .transition:
      guard let name = body["transition"]?.stringValue, let to else { return nil }
      act = .transition(TransitionName(name), to: to)
    case .vote: act = body["vote"]?.stringValue.flatMap { Vote(rawValue: $0) }.map { .vote($0) } ?? .other
    case .duty: act = body["duty"]?.stringValue.map { .duty(DutyName($0)) } ?? .other
    case .corrected, .migrated: act = to.map { .placed($0) } ?? .other
    case .created, .edit, .document, .comment, .link, .opened, .reminder, .escalation, .round, .rescheduled,
      .correctionProposed, .correctionDeclined, .refused, nil:
      act = .other
    }
    at = json["at"]?.stringValue
    role = json["role"]?.stringValue.map { RoleName($0) }
    fields = Set((body["set"]?.objectValue ?? [:]).keys.map { FieldName($0) })
    hasReason = !(body["reason"]?.stringValue ?? "").isEmpty
  }
}
