package import Diagnostics
package import JSON
package import YAML

/// One scenario: who does what when, and what must come of it. Played alike by the simulator and by the engine.
package struct ScenarioCase: Sendable {
  package let title: String
  package let source: SourceFile
  package let start: Instant
  package let steps: [ScenarioStep]
}

package struct ScenarioStep: Sendable {
  /// Time passes up to here first; what falls due on the way fires.
  package let at: Instant?
  /// nil: only time passes.
  package let action: ScenarioAction?
  /// The act comes through the intake of documents.
  package let isIntake: Bool
  /// Without a refusal in it the step must succeed.
  package let expectation: ScenarioExpectation
  package let location: Location
}

package enum ScenarioAction: Sendable {
  case create(ScenarioItem)
  /// A transition, a vote or the discharge of a duty.
  case act(TransitionName, on: ScenarioReference, by: Actor, input: [String: JSONValue], reason: String?)
  /// The next person has looked at it (`do: open`).
  case open(on: ScenarioReference, by: Actor)
  /// New values; nil removes a field.
  case edit([String: JSONValue?], on: ScenarioReference, by: Actor, reason: String?)
  case attach(SlotName, ScenarioFile, on: ScenarioReference, by: Actor)
  case link(from: ScenarioReference, to: ScenarioReference, relation: String, by: Actor)
  case delegate(Delegation)
  case absent(Absence)
  /// A personnel move: the membership of `from` ends the day before, that of `to` starts. nil `from`: a newcomer to
  /// the position; nil `to`: the person leaves it.
  case move(PersonCode, from: PositionCode?, to: PositionCode?)
  case endTask(TaskName, on: ScenarioReference, result: JSONValue, failed: Bool)
}

package struct ScenarioItem: Sendable {
  package let workflow: WorkflowName
  /// How later steps call it.
  package let alias: String?
  /// The item under which it is created.
  package let under: ScenarioReference?
  package let by: Actor
  package let data: [String: JSONValue]
}

package struct ScenarioFile: Sendable {
  enum Content: Sendable {
    case text(String)
    /// That many blanks: limits are tested without writing megabytes into a case.
    case blanks(Int)
  }

  package let name: String
  package let media: String
  let content: Content

  /// Made when asked for: a case may speak of more bytes than it should hold.
  package var bytes: [UInt8] {
    switch content {
    case .text(let text): Array(text.utf8)
    case .blanks(let count): Array(repeating: 0x20, count: count)
    }
  }
}

/// An item of a scenario: `contract`, or `contract.approval`, the newest child of that workflow directly under it.
package struct ScenarioReference: Sendable, Hashable, CustomStringConvertible {
  package let alias: String
  package let path: [WorkflowName]

  package init(alias: String, path: [WorkflowName] = []) {
    self.alias = alias
    self.path = path
  }

  package var description: String { ([alias] + path.map(\.text)).joined(separator: ".") }
}

package struct ScenarioExpectation: Sendable {
  package struct Item: Sendable {
    package let state: Located<StateName>?
    /// A part of the data; null: the field is absent.
    package let data: [Located<String>: JSONValue]
    package let version: Int64?
    package let outcome: Outcome?
    /// All open duties.
    package let openDuties: [DutyName]?
    /// Each must be among the effects of the step on this item.
    package let effects: [Located<ScenarioEffect>]
    /// None may be among them: what went out once does not go out again.
    package let absentEffects: [Located<ScenarioEffect>]
    /// All acts that are a person's to do in the present state.
    package let may: [ScenarioRights]
    /// Outside work that this step orders, with a part of what it is told; null: not told.
    package let tasks: [Located<String>: [String: JSONValue]]
    package let location: Location
  }

  package let refusal: Refusal.Kind?
  /// Each must occur in a reason of the refusal: its expression, message (either language), source or roles.
  package let because: [Located<String>]
  /// The item that the step is about; its effects are those of the step on any item, and of what followed by itself.
  package let subject: Item
  package let items: [(reference: ScenarioReference, item: Item)]

  /// Nothing but that the step succeeds.
  static func success(at location: Location) -> ScenarioExpectation {
    let subject = Item(
      state: nil, data: [:], version: nil, outcome: nil, openDuties: nil, effects: [], absentEffects: [], may: [],
      tasks: [:], location: location)
    return ScenarioExpectation(refusal: nil, because: [], subject: subject, items: [])
  }
}

/// The acts that a person may do on an item as it stands, by role and separation of duties; whether guards hold, input
/// is there or a duty blocks them does not matter here.
package struct ScenarioRights: Sendable {
  package let actor: Actor
  /// Transitions, votes and duties.
  package let acts: [Located<String>]
  package let location: Location
}

/// An effect as cases write it: `timer return 2026-05-01`, `notify borrower`. Fewer words match more.
package struct ScenarioEffect: Sendable, Hashable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A deadline was armed: name, day.
    case timer
    /// A message was sent: role.
    case notify
    /// A deadline's escalation: name, role, the day on which it goes out.
    case escalate
    /// A deadline's reminder: name, role, the day on which it goes out.
    case remind
    /// A duty opened: name.
    case open
    /// Outside work was ordered: name.
    case task
    /// An item was started: workflow.
    case start
    /// Consents fell and a new round opened.
    case round

    /// Words after the kind.
    var wordLimit: Int {
      switch self {
      case .escalate, .remind: 3
      case .timer: 2
      case .notify, .open, .task, .start: 1
      case .round: 0
      }
    }
  }

  package let kind: Kind
  package let words: [String]

  package init(_ kind: Kind, _ words: String...) {
    self.kind = kind
    self.words = words
  }

  /// nil unless it starts with a known kind and has no more words than that takes.
  package init?(_ text: String) {
    let parts = text.split(separator: " ").map(String.init)
    guard let first = parts.first, let kind = Kind(rawValue: first), parts.count - 1 <= kind.wordLimit else {
      return nil
    }
    self.kind = kind
    words = Array(parts.dropFirst())
  }

  /// Whether an effect that happened is one that this expects.
  package func matches(_ actual: ScenarioEffect) -> Bool { kind == actual.kind && actual.words.starts(with: words) }

  package var description: String { ([kind.rawValue] + words).joined(separator: " ") }
}
