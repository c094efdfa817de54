package import Diagnostics

package struct State: Sendable {
  package let name: StateName
  package let title: Text
  package let isFinal: Bool
  package let outcome: Outcome?
  package let edits: [EditRight]
  package let deadlines: [Deadline]
  package let child: ChildStart?
  package let review: Review?
  package let location: Location
}

package struct EditRight: Sendable {
  package let by: [RoleName]
  /// nil: all fields.
  package let fields: [FieldName]?
}

/// A child item that a state starts and waits for. What its outcomes do are transitions with the trigger `.child`.
package struct ChildStart: Sendable {
  package let workflow: WorkflowName
  package let with: [(field: FieldName, value: Expression)]
  package let location: Location
}

package struct Review: Sendable {
  package enum Quorum: Sendable, Hashable {
    case all
    case any
    case majority
    case count(Int)

    /// Approvals needed from an electorate of `size`.
    package func needed(of size: Int) -> Int {
      switch self {
      case .all: size
      case .any: 1
      case .majority: size / 2 + 1
      case .count(let count): count
      }
    }
  }

  package struct Stage: Sendable {
    package let name: StageName
    package let title: Text
    package let role: RoleName
    /// Position codes from data; nil: every position that carries the role.
    package let positions: Expression?
    package let isSequence: Bool
    package let quorum: Quorum
    package let isOptional: Bool
    package let location: Location
  }

  package let content: [FieldName]
  package let stages: [Stage]
}

package struct Deadline: Sendable {
  package enum Basis: Sendable {
    case after(Expression, unit: LegalPeriod.Unit, from: Expression?, firstDayCounts: Expression?)
    case at(Expression)
  }

  package struct Reminder: Sendable, Hashable {
    package let before: Int
    package let unit: LegalPeriod.Unit
    /// Empty: everyone who can act in the state.
    package let to: [RoleName]
  }

  package struct Escalation: Sendable, Hashable {
    package let after: Int
    package let unit: LegalPeriod.Unit
    package let to: [RoleName]
    package let message: Text?
  }

  package let name: DeadlineName
  package let title: Text?
  package let basis: Basis
  package let roll: LegalPeriod.Roll
  package let reminders: [Reminder]
  package let escalations: [Escalation]
  package let transition: TransitionName?
  package let source: String?
  package let location: Location

  /// Whether another state's deadline of the same name runs on in this one.
  package func hasSameConsequences(as other: Deadline) -> Bool {
    reminders == other.reminders && escalations == other.escalations && transition == other.transition
  }
}

package struct Duty: Sendable {
  package let name: DutyName
  package let title: Text
  package let by: [RoleName]
  package let due: Deadline?
  package let input: InputFields
  package let blocks: [TransitionName]
  package let source: String?
  package let location: Location
}
