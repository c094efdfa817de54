/// Every rule there is, in the order in which documents are described: what `explain` and the documentation list.
package enum Catalogue {
  package static let rules: [Rule] =
    DocumentRules.rules + StructureRules.rules + HeaderRules.rules + PeriodRules.rules + ReferenceRules.rules
    + PartyRules.rules + IdentifierRules.rules + PaymentRules.rules + AllowanceRules.rules + TaxRules.rules
    + TaxCategoryRules.rules + TotalRules.rules + LineRules.rules + AttachmentRules.rules + MatchingRules.rules

  private static let byID: [String: Rule] = Dictionary(
    rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// The rule of that id, upper or lower case as published.
  package static func rule(_ id: String) -> Rule? { byID[id] }

  /// What is reported when a computation does not fit (SEK-NUM-002).
  static var overflow: Rule { DocumentRules.overflow }
}
