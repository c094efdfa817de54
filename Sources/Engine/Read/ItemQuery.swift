import Postgres
package import Workflows

/// What a list of items may be narrowed by. Dates, amounts and counterparties are the three keys of the e-bookkeeping
/// law (電子帳簿保存法施行規則 2条6項5号).
package struct ItemQuery: Sendable {
  package var workflow: WorkflowName?
  package var states: [StateName] = []
  package var party: PartyCode?
  package var unit: UnitCode?
  package var from: Day?
  package var to: Day?
  package var minAmount: Int64?
  package var maxAmount: Int64?
  package var family: ItemID?
  package var text: String?
  package var isOpen: Bool?
  /// Keyset cursor: items created before this one.
  package var before: ItemID?
  package var limit = 50
  /// Where somebody may hope to act: see `InboxReach`.
  var reach: SQLFragment?

  package static let maxLimit = 500

  package init() {}

  var conditions: [SQLFragment] {
    var parts: [SQLFragment] = ["true"]
    if let workflow { parts.append("workflow = \(workflow.text)") }
    if !states.isEmpty { parts.append("state = any(\(states.map(\.text)))") }
    if let party { parts.append("party = \(party.text)") }
    if let unit { parts.append("unit = \(unit.text)") }
    if let from { parts.append("day >= \(from.wire)") }
    if let to { parts.append("day <= \(to.wire)") }
    if let minAmount { parts.append("amount >= \(minAmount)") }
    if let maxAmount { parts.append("amount <= \(maxAmount)") }
    if let family { parts.append("family = \(family.uuid)") }
    if let text, !text.isEmpty {
      parts.append("(strpos(lower(subject), lower(\(text))) > 0 or code = \(text))")
    }
    if let isOpen { parts.append("is_final = \(!isOpen)") }
    if let reach { parts.append(reach) }
    if let before { parts.append("id < \(before.uuid)") }
    return parts
  }

  var sql: SQL {
    """
    select family, id, parent, code, workflow, definition, state, version, data, runtime, unit, party, creator_person,
      creator_position, created_at, entered_at, subject, amount, day, is_final, updated_at
    from item where \(conditions.joined(separator: " and ")) order by id desc
    limit \(Int64(min(max(limit, 1), Self.maxLimit) + 1))
    """
  }
}
