/// A name from a definition or the directory. The phantom kind keeps a state from being passed for a role.
package struct Name<Kind>: Sendable, Hashable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String

  package init(_ text: some StringProtocol) { self.text = String(text) }
  package init(stringLiteral value: String) { text = value }

  package var description: String { text }
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

package enum WorkflowKind {}
package enum StateKind {}
package enum TransitionKind {}
package enum RoleKind {}
package enum FieldKind {}
package enum SlotKind {}
package enum DutyKind {}
package enum DeadlineKind {}
package enum StageKind {}
package enum ParameterKind {}
package enum KeyKind {}
package enum TaskKindName {}
package enum OutcomeKind {}
package enum UnitKind {}
package enum PositionKind {}
package enum PersonKind {}
package enum PartyKind {}

package typealias WorkflowName = Name<WorkflowKind>
package typealias StateName = Name<StateKind>
package typealias TransitionName = Name<TransitionKind>
package typealias RoleName = Name<RoleKind>
package typealias FieldName = Name<FieldKind>
package typealias SlotName = Name<SlotKind>
package typealias DutyName = Name<DutyKind>
package typealias DeadlineName = Name<DeadlineKind>
package typealias StageName = Name<StageKind>
package typealias ParameterName = Name<ParameterKind>
package typealias KeyName = Name<KeyKind>
package typealias TaskName = Name<TaskKindName>
package typealias Outcome = Name<OutcomeKind>
package typealias UnitCode = Name<UnitKind>
package typealias PositionCode = Name<PositionKind>
package typealias PersonCode = Name<PersonKind>
package typealias PartyCode = Name<PartyKind>
