package import Diagnostics

package struct Transition: Sendable {
  package enum Target: Sendable, Hashable {
    case state(StateName)
    /// Stays where it is; deadlines run on.
    case same
    /// Back to what a suspending transition left.
    case resume
  }

  package enum Trigger: Sendable {
    case human([RoleName])
    case automatic(Expression)
    /// Fired by a deadline or a task only.
    case system
    case child(Outcome)
    case review(ReviewOutcome)
  }

  package let name: TransitionName
  package let title: Text
  package let from: [StateName]
  package let to: Target
  package let trigger: Trigger
  package let input: InputFields
  package let isReasonRequired: Bool
  package let guards: [Guard]
  package let effects: [Effect]
  package let isDelegable: Bool
  package let suspends: Bool
  package let source: String?
  package let location: Location

  package var roles: [RoleName] {
    switch trigger {
    case .human(let roles): roles
    case .automatic, .system, .child, .review: []
    }
  }
}

package enum ReviewOutcome: String, Sendable, Hashable, CaseIterable {
  case approved
  case returned
  case rejected
}

/// What a reviewer may say; each is an act of that name in a review state.
package enum Vote: String, Sendable, Hashable, CaseIterable {
  case approve
  case `return`
  case reject

  package var title: Text {
    switch self {
    case .approve: Text(en: "Approve", ja: "承認")
    case .return: Text(en: "Return", ja: "差戻し")
    case .reject: Text(en: "Reject", ja: "却下")
    }
  }
}

package struct InputFields: Sendable {
  package let required: [FieldName]
  package let optional: [FieldName]

  package static let none = InputFields(required: [], optional: [])

  package var isDeclared: Bool { !required.isEmpty || !optional.isEmpty }

  package func allows(_ field: FieldName) -> Bool { required.contains(field) || optional.contains(field) }
}

package struct Guard: Sendable {
  package let require: Expression
  package let message: Text
  package let source: String?
  /// Who can bring the requirement about.
  package let metBy: [RoleName]
}

package indirect enum Effect: Sendable {
  case set([(field: FieldName, value: Expression)])
  case unset([FieldName])
  case open(DutyName)
  case start(ChildStart)
  case notify(to: [RoleName], message: Text)
  case task(TaskSpec)
}

package struct TaskSpec: Sendable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case webhook
    case command
    case external
  }

  package let name: TaskName
  package let kind: Kind
  package let to: String
  package let with: [(key: String, value: Expression)]
  package let done: TransitionName?
  package let failed: TransitionName?
  package let priority: Int
}
