/// Every rule there is, in the order in which documents are described: what `explain` and the documentation list.
///
/// Of the 220 rules that JP PINT 1.1.3 publishes for its three specifications, three are not here because, as published,
/// no document can break them: `aligned-ibrp-050-jp` and `ibr-sr-23` look at paths that UBL does not have, `ibr-sr-46`
/// counts an attribute. SEK-LIN-002 and `aligned-ibrp-010` ask what the first two meant.
package enum Catalogue {
  package static let rules: [Rule] =
    DocumentRules.rules + StructureRules.rules + HeaderRules.rules + PeriodRules.rules + ReferenceRules.rules
    + PartyRules.rules + IdentifierRules.rules + PaymentRules.rules + AllowanceRules.rules + TaxRules.rules
    + TaxCategoryRules.rules + TotalRules.rules + LineRules.rules + AttachmentRules.rules + MatchingRule.rules

  private static let byID: [String: Rule] = Dictionary(
    rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// The rule of that id, upper or lower case as published.
  package static func rule(_ id: String) -> Rule? { byID[id] }

  /// What is reported when a computation does not fit (SEK-NUM-002).
  static var overflow: Rule { DocumentRules.overflow }
}
