import Testing

@testable import Invoices

/// A way to break the full invoice, the rule that must say so, and where.
struct Mutation: Sendable, CustomTestStringConvertible {
  let rule: String
  let profile: Profile
  let currency: String
  let edits: [Edit]
  /// Below `/Invoice/`; the finding's path.
  let path: String
  /// Other rules that the same change breaks.
  let also: Set<String>

  init(
    _ rule: String, _ edits: Edit..., at path: String, also: Set<String> = [], in profile: Profile = .billing,
    currency: String = "JPY"
  ) {
    self.rule = rule
    self.profile = profile
    self.currency = currency
    self.edits = edits
    self.path = path
    self.also = also
  }

  var testDescription: String { "\(rule) at \(path)" }
}
