import Diagnostics
package import Workflows

/// Where a case left the definition.
package struct Deviation: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The definition has no activity of this name.
    case unknownActivity(suggestion: String?)
    /// It has, but not where the item stood.
    case notPossible
    /// Open duties block it there.
    case dutyOpen([DutyName])
    /// The item had ended.
    case afterTheEnd
    /// The log stops though the item has not ended (asked for only).
    case stopsEarly
    /// Our history: the act is possible, but leads to another state than it did.
    case leadsElsewhere(recorded: StateName)
    /// Our history: the role that acted may not do it any more.
    case otherRole(RoleName)
    /// Our history: data that the act now asks for was not given.
    case inputMissing([FieldName])
    /// Our history: a reason is asked for now, and none was given.
    case reasonMissing
  }

  /// From 1, over all events of the case in the log, skipped ones too.
  package let position: Int
  /// nil: the log stops.
  package let activity: String?
  package let time: String?
  package let reason: Reason
  /// Where the item may have been, in the order of the file.
  package let states: [StateName]
  /// What could have been recorded instead.
  package let possible: [ReplaySymbol]
}

package struct CaseVerdict: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    /// Every event was possible, and the item may be at an end.
    case fits
    /// Every event was possible, and the item is not at an end yet: the states in which it may be.
    case incomplete([StateName])
    case deviates(Deviation)

    package var word: String {
      switch self {
      case .fits: "fits"
      case .incomplete: "incomplete"
      case .deviates: "deviates"
      }
    }
  }

  package let name: String
  package let events: Int
  package let verdict: Verdict

  package var deviation: Deviation? { if case .deviates(let deviation) = verdict { deviation } else { nil } }
}

package struct ReplayReport: Sendable {
  package let definition: Definition
  /// In the order in which they first appear in the log.
  package let cases: [CaseVerdict]
  /// Activities that the definition does not have, sorted.
  package let unknownActivities: [String]
  /// Events that were not replayed: ignored activities, and lifecycle steps before completion.
  package let skippedEvents: Int

  package func count(_ word: String) -> Int { cases.reduce(0) { $0 + ($1.verdict.word == word ? 1 : 0) } }
  package var hasDeviations: Bool { cases.contains { $0.deviation != nil } }
}
