import Diagnostics
import Engine
import Invoices
import JSON
import Workflows

/// What became of earlier submissions of one file under one contract.
///
/// The same file twice has one effect, however long ago and under whatever key it came first. It is a new claim only
/// where the earlier one was withdrawn, or was refused for what does not hold any more (a date that lay ahead).
struct EarlierSubmission {
  /// The invoice that the file already is.
  let standing: ItemView?
  /// How many submissions of the file were given up. A new one's key carries the number, so that two at once are one.
  let ended: Int

  /// - Parameter file: SHA-256 of the file's bytes.
  static func find(
    _ report: InvoiceReport, file: ContentHash, contract: Item, _ call: Call
  ) async throws -> EarlierSubmission {
    var query = ItemQuery()
    query.workflow = InvoiceIntake.workflow
    query.family = contract.family
    query.limit = ItemQuery.maxLimit
    var standing: ItemView?
    var ended = 0
    while true {
      let page = try await call.engine.items(query, as: call.caller)
      for view in page.elements where view.item.parent == contract.id {
        guard view.data["document_sha256"]?.stringValue == file.description else { continue }
        if isEnded(view.item.state, report) { ended += 1 } else { standing = standing ?? view }
      }
      guard page.hasMore, let last = page.elements.last else { break }
      query.before = last.item.id
    }
    return EarlierSubmission(standing: standing, ended: ended)
  }

  private static func isEnded(_ state: StateName, _ report: InvoiceReport) -> Bool {
    state == "cancelled" || (state == "refused" && report.isAccepted)
  }
}
