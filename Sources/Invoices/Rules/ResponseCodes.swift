package import Diagnostics

/// Why an invoice is not processed as it stands. Source: Peppol Invoice Response 3, code list OPStatusReason.
package enum ReasonCode: String, Sendable, Hashable, CaseIterable {
  case noIssue = "NON"
  case references = "REF"
  case legal = "LEG"
  case receiver = "REC"
  case quality = "QUA"
  case delivery = "DEL"
  case prices = "PRI"
  case quantity = "QTY"
  case items = "ITM"
  case paymentTerms = "PAY"
  case unrecognised = "UNR"
  case finance = "FIN"
  case partlyPaid = "PPD"
  case other = "OTH"

  package var title: Text {
    switch self {
    case .noIssue: Text(en: "No issue", ja: "問題なし")
    case .references: Text(en: "References incorrect", ja: "参照番号の誤り")
    case .legal: Text(en: "Legal information incorrect", ja: "法定記載事項の誤り")
    case .receiver: Text(en: "Receiver unknown", ja: "宛先不明")
    case .quality: Text(en: "Item quality insufficient", ja: "品質不足")
    case .delivery: Text(en: "Delivery issues", ja: "納品の問題")
    case .prices: Text(en: "Prices incorrect", ja: "単価の誤り")
    case .quantity: Text(en: "Quantity incorrect", ja: "数量の誤り")
    case .items: Text(en: "Items incorrect", ja: "品目の誤り")
    case .paymentTerms: Text(en: "Payment terms incorrect", ja: "支払条件の誤り")
    case .unrecognised: Text(en: "Commercial transaction not recognised", ja: "取引を確認できない")
    case .finance: Text(en: "Finance incorrect", ja: "金額の誤り")
    case .partlyPaid: Text(en: "Partially paid", ja: "一部支払済み")
    case .other: Text(en: "Other", ja: "その他")
    }
  }
}

/// What the supplier is asked to do. Source: Peppol Invoice Response 3, code list OPStatusAction.
package enum ActionCode: String, Sendable, Hashable, CaseIterable {
  case none = "NOA"
  case provideInformation = "PIN"
  case issueNewInvoice = "NIN"
  case creditFully = "CNF"
  case creditPartially = "CNP"
  case creditAmount = "CNA"
  case other = "OTH"

  package var title: Text {
    switch self {
    case .none: Text(en: "No action required", ja: "対応は不要です")
    case .provideInformation: Text(en: "Provide information", ja: "情報を提供してください")
    case .issueNewInvoice: Text(en: "Correct the invoice and send it anew", ja: "訂正した請求書を送り直してください")
    case .creditFully: Text(en: "Credit fully", ja: "全額を取り消す返還請求書を送ってください")
    case .creditPartially: Text(en: "Credit partially", ja: "一部を取り消す返還請求書を送ってください")
    case .creditAmount: Text(en: "Credit the amount", ja: "差額の返還請求書を送ってください")
    case .other: Text(en: "Other", ja: "その他")
    }
  }
}
