import Diagnostics

/// Rules that need the contract, the inspection and earlier invoices. The engine applies them, under its lock; they
/// stand in the catalogue so that their texts and codes are the same everywhere.
package enum MatchingRule: String, Sendable, Hashable, CaseIterable {
  case claimBeforeInspection = "SEK-MAT-001"
  case overAcceptedValue = "SEK-MAT-002"
  case unknownContract = "SEK-MAT-003"
  case contractNotInForce = "SEK-MAT-004"
  case anotherSuppliersContract = "SEK-MAT-005"
  case numberUsedBefore = "SEK-MAT-006"
  case sellerDiffers = "SEK-MAT-007"
  case currencyDiffers = "SEK-MAT-008"
  case buyerDiffers = "SEK-MAT-009"
  case prepaymentUnknown = "SEK-MAT-010"

  /// Texts and codes of the rule.
  package var rule: Rule { Self.table[self] ?? DocumentRules.overflow }

  private static let table = Dictionary(
    uniqueKeysWithValues: rules.compactMap { rule in MatchingRule(rawValue: rule.id).map { ($0, rule) } })

  static let rules: [Rule] = [
    .ours(
      "SEK-MAT-001", .matching, .delivery, "A claim follows the inspection of what is claimed.",
      "検査に合格した後でなければ請求できません。", action: .issueNewInvoice,
      basis: "政府契約の支払遅延防止等に関する法律 art. 6 (art. 14 for local governments)",
      help: Text(
        en: "Send the invoice again once the inspection has been passed; its number may stay.",
        ja: "検査合格の通知を受けてから、あらためて送ってください。")),
    .ours(
      "SEK-MAT-002", .matching, .finance, "Claims do not exceed the accepted value.", "請求額の合計が検収済みの金額を超えています。",
      basis: "contract, acceptance and invoice must agree; 政府契約の支払遅延防止等に関する法律 art. 6"),
    .ours(
      "SEK-MAT-003", .matching, .references, "The contract referred to exists.", "参照している契約が見つかりません。",
      help: Text(
        en: "Check the contract's number in cac:ContractDocumentReference/cbc:ID.",
        ja: "cac:ContractDocumentReference/cbc:ID の契約番号を確認してください。")),
    .ours(
      "SEK-MAT-004", .matching, .references, "The contract referred to is in force.", "参照している契約は履行中ではありません。",
      action: .provideInformation),
    .ours(
      "SEK-MAT-005", .matching, .unrecognised, "The contract is the supplier's own.", "参照している契約は請求者のものではありません。"),
    .ours(
      "SEK-MAT-006", .matching, .references, "A supplier uses an invoice number once.",
      "同じ売り手・同じ請求書番号の請求が既にあります。", basis: "same bytes again are no new claim, but success without effect",
      help: Text(
        en: "Give a new invoice a number of its own; to correct one, refer to it as preceding invoice.",
        ja: "新しい請求には別の番号を付けてください。訂正の場合は先行請求書として参照してください。")),
    .ours(
      "SEK-MAT-007", .matching, .legal,
      "The seller is the registered supplier: registration number and endpoint agree.",
      "登録番号または電子アドレスが登録済みの事業者と一致しません。", action: .provideInformation),
    .ours(
      "SEK-MAT-008", .matching, .finance, "The invoice is in the contract's currency.", "請求書の通貨が契約の通貨と異なります。"),
    .ours(
      "SEK-MAT-009", .matching, .receiver, "The buyer is the body that concluded the contract.",
      "買い手が契約の発注者と一致しません。"),
    .ours(
      "SEK-MAT-010", .matching, .partlyPaid, "Amounts claimed as paid were paid.", "支払済みとされた金額が支払記録と一致しません。",
      action: .provideInformation),
  ]
}
