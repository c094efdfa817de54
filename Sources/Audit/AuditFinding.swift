package import Diagnostics

/// One thing that is wrong with the record, or with what was signed over it.
package enum AuditFinding: Hashable, Sendable {
  case record(RecordFault)
  case checkpoint(CheckpointFault)

  /// A stable name for machines.
  package var code: String {
    switch self {
    case .record(let fault): fault.code
    case .checkpoint(let fault): fault.code
    }
  }

  package var message: Text {
    switch self {
    case .record(let fault): fault.message
    case .checkpoint(let fault): fault.message
    }
  }

  /// The entry that is wrong, where one can be named.
  package var entry: Identifier? {
    switch self {
    case .record(let fault): fault.entry
    case .checkpoint: nil
    }
  }
}
