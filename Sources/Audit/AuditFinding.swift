package import Diagnostics
package import Postgres

/// One thing that is wrong with the record, or with what was signed over it, or with the states that follow from it.
package enum AuditFinding: Hashable, Sendable {
  case record(RecordFault)
  case checkpoint(CheckpointFault)
  case state(StateFault)

  /// A stable name for machines.
  package var code: String {
    switch self {
    case .record(let fault): fault.code
    case .checkpoint(let fault): fault.code
    case .state: "state-differs"
    }
  }

  package var message: Text {
    switch self {
    case .record(let fault): fault.message
    case .checkpoint(let fault): fault.message
    case .state(let fault): fault.message
    }
  }

  /// The entry that is wrong, where one can be named.
  package var entry: PGUUID? {
    switch self {
    case .record(let fault): fault.entry
    case .checkpoint: nil
    case .state(let fault): fault.entry
    }
  }
}
