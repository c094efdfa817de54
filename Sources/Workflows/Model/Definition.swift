package import CEL
package import Diagnostics

/// A checked workflow definition. Immutable; items are pinned to it by its hash. A class, because every step hands it on
/// again and again, and a copy of so many tables costs more than the step.
package final class Definition: Sendable {
  package let name: WorkflowName
  package let title: Text
  package let details: Text?
  /// SHA-256 of the definition's canonical form, with the calendars and parameters it names left out:
  /// those change by effective date under four eyes, the flow does not.
  package let hash: ContentHash
  package let source: SourceFile
  package let key: CodePattern
  package let calendar: String?
  package let parameters: [ParameterName]
  package let creation: Creation
  package let search: SearchFields
  package let keys: [KeyName: [Expression]]
  package let data: DataModel
  package let documents: [SlotName: DocumentSlot]
  package let roles: [RoleName: Role]
  /// In the order of the file.
  package let stateOrder: [StateName]
  package let states: [StateName: State]
  package let transitionOrder: [TransitionName]
  package let transitions: [TransitionName: Transition]
  package let duties: [DutyName: Duty]
  package let abandon: StateName?
  package let migration: Migration?
  /// Fields of `family` and `children` (workflow names with underscores) that expressions may read.
  package let neighbours: [String]
  package let initial: StateName
  /// Pairs of roles that one person may not both hold over a family, both ways round.
  package let exclusions: [RoleName: Set<RoleName>]
  /// Some guard, effect or exclusion looks beyond the item itself, so that a step needs the whole family.
  package let readsFamily: Bool

  /// The transitions that may leave a state, in file order; precomputed because every step asks.
  package let leaving: [StateName: [Transition]]

  package init(
    name: WorkflowName, title: Text, details: Text?, hash: ContentHash, source: SourceFile, key: CodePattern,
    calendar: String?, parameters: [ParameterName], creation: Creation, search: SearchFields,
    keys: [KeyName: [Expression]], data: DataModel, documents: [SlotName: DocumentSlot], roles: [RoleName: Role],
    stateOrder: [StateName], states: [StateName: State], transitionOrder: [TransitionName],
    transitions: [TransitionName: Transition], duties: [DutyName: Duty], abandon: StateName?, migration: Migration?,
    neighbours: [String], initial: StateName, exclusions: [RoleName: Set<RoleName>], readsFamily: Bool,
    leaving: [StateName: [Transition]]
  ) {
    self.name = name
    self.title = title
    self.details = details
    self.hash = hash
    self.source = source
    self.key = key
    self.calendar = calendar
    self.parameters = parameters
    self.creation = creation
    self.search = search
    self.keys = keys
    self.data = data
    self.documents = documents
    self.roles = roles
    self.stateOrder = stateOrder
    self.states = states
    self.transitionOrder = transitionOrder
    self.transitions = transitions
    self.duties = duties
    self.abandon = abandon
    self.migration = migration
    self.neighbours = neighbours
    self.initial = initial
    self.exclusions = exclusions
    self.readsFamily = readsFamily
    self.leaving = leaving
  }
}

package struct ContentHash: Sendable, Hashable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// Its first bytes are as good as all of them: they come from SHA-256.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  /// 32 bytes of SHA-256.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  package init?(hex: some StringProtocol) {
    let digits = hex.utf8.compactMap { HexDigit.value($0) }
    guard digits.count == 64, hex.utf8.count == 64 else { return nil }
    bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  package var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(HexDigit.byte(byte >> 4))
      text.append(HexDigit.byte(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Lower case, as identifiers and hashes are written.
enum HexDigit {
  static func byte(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  /// Either case; nil for anything else.
  static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}

/// A compiled CEL expression with its text as the author wrote it.
package struct Expression: Sendable {
  package let text: String
  package let location: Location
  package let compiled: CompiledExpression
  /// Made by `ExpressionTypes.environment`; shared by the expressions of one setting.
  package let environment: CELEnvironment
  /// Top-level fields of `data` that it reads: what a refusal must hide from those who may not see them.
  package let dataFields: [FieldName]

  package init(
    text: String, location: Location, compiled: CompiledExpression, environment: CELEnvironment,
    dataFields: [FieldName]
  ) {
    self.text = text
    self.location = location
    self.compiled = compiled
    self.environment = environment
    self.dataFields = dataFields
  }
}

/// `CR-{fiscal_year}-{sequence:6}`
package struct CodePattern: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    case literal(String)
    case fiscalYear
    case year
    case month
    case sequence(digits: Int)
  }

  package let parts: [Part]

  package init(parts: [Part]) { self.parts = parts }

  /// Everything before the sequence (the name of the counter), the digits, and everything after.
  package func resolved(on day: Day) -> (prefix: String, digits: Int, suffix: String) {
    var prefix = ""
    var suffix = ""
    var digits: Int?
    for part in parts {
      let text: String
      switch part {
      case .literal(let literal): text = literal
      case .fiscalYear: text = String(day.fiscalYear)
      case .year: text = String(day.civil.year)
      case .month: text = pad(day.civil.month, 2)
      case .sequence(let width):
        digits = width
        continue
      }
      if digits == nil { prefix += text } else { suffix += text }
    }
    return (prefix, digits ?? 1, suffix)
  }
}

package struct Creation: Sendable {
  package let by: [RoleName]
  package let parents: [WorkflowName]
  package let standalone: Bool
  package let input: InputFields
  package let guards: [Guard]
}

package struct SearchFields: Sendable {
  package let subject: Expression?
  package let amount: Expression?
  package let date: Expression?
  package let party: Expression?
}

package struct DocumentSlot: Sendable {
  package let name: SlotName
  package let title: Text
  package let media: [String]
  package let by: [RoleName]
  package let maxSize: Int
  package let maxCount: Int
  /// nil: everyone who sees the item.
  package let visible: Audience?
  /// Part of the content that reviewers consent to.
  package let isSubstantive: Bool
}

/// Who may see a field or slot: `internal` is everyone but vendors.
package struct Audience: Sendable, Hashable {
  package let includesInternal: Bool
  package let roles: Set<RoleName>
  /// Once this field is set everyone who sees the item sees it.
  package let until: FieldName?
}

package struct Role: Sendable {
  package enum Holder: Sendable, Hashable {
    case position(anywhere: Bool)
    case creator
    case party
    /// The position whose code stands in this data field.
    case field(FieldName)
  }

  package let name: RoleName
  package let title: Text
  package let holder: Holder
  package let excludes: [RoleName]
  package let isDelegable: Bool
  /// The duty that an acting decision (代決) opens; nil where none is allowed.
  package let actingDuty: DutyName?
  package let source: String?
  package let location: Location
}
