import Diagnostics

/// Dates, times and the periods that consumption tax law asks for (取引年月日).
enum PeriodRules {
  static let rules: [Rule] = [
    .pint(
      "ibr-073", .periods, .legal, "A date is written YYYY-MM-DD and exists in the calendar.",
      "日付は YYYY-MM-DD の形式で、実在する日である必要があります。", dates),
    .pint(
      "ibr-119", .periods, .legal, "A time is written hh:mm:ss, with an optional fraction and zone.",
      "時刻は hh:mm:ss の形式です(秒の小数部と時差は任意)。", times),
    .pint(
      "ibr-029", .periods, .legal, "An invoicing period (ibg-14) does not end before it starts.",
      "請求期間(ibg-14)の終了日は開始日以後である必要があります。", order(of: .at("cac:InvoicePeriod"))),
    .pint(
      "ibr-030", .periods, .legal, "A line period (ibg-26) does not end before it starts.",
      "明細の請求期間(ibg-26)の終了日は開始日以後である必要があります。", order(of: linePeriods)),
    .pint(
      "ibr-co-19", .periods, .legal, "An invoicing period (ibg-14) has a start, an end or a tax point code.",
      "請求期間(ibg-14)には開始日・終了日・税計算基準日コードのいずれかが必要です。",
      .each(.at("cac:InvoicePeriod")) { inspection, period in
        if period.hasBound || period.child("cbc:DescriptionCode") != nil { return }
        inspection.refuse(missing: "cbc:StartDate", in: period)
      }),
    .pint(
      "ibr-co-20", .periods, .legal, "A line period (ibg-26) has a start or an end.",
      "明細の請求期間(ibg-26)には開始日または終了日が必要です。",
      .each(linePeriods) { inspection, period in
        if !period.hasBound { inspection.refuse(missing: "cbc:StartDate", in: period) }
      }),
    .pint(
      "ibr-085", .periods, .legal, "A line period (ibg-26) does not start before the invoicing period (ibg-14).",
      "明細の請求期間(ibg-26)の開始日は請求期間(ibg-14)の開始日以後である必要があります。",
      .each(linePeriods) { inspection, period in
        guard let start = period.first("cbc:StartDate"), let date = start.date,
          let first = inspection.root.first("cac:InvoicePeriod/cbc:StartDate")?.date, date < first
        else { return }
        inspection.refuse(start, found: start.value, expected: Text(en: "\(first) or later", ja: "\(first) 以後"))
      }),
    .pint(
      "ibr-086", .periods, .legal, "A line period (ibg-26) does not end after the invoicing period (ibg-14).",
      "明細の請求期間(ibg-26)の終了日は請求期間(ibg-14)の終了日以前である必要があります。",
      .each(linePeriods) { inspection, period in
        guard let end = period.first("cbc:EndDate"), let date = end.date,
          let last = inspection.root.first("cac:InvoicePeriod/cbc:EndDate")?.date, date > last
        else { return }
        inspection.refuse(end, found: end.value, expected: Text(en: "\(last) or earlier", ja: "\(last) 以前"))
      }),
    .pint(
      "ibr-097", .periods, .legal, "An invoice has at most one invoicing period (ibg-14).",
      "請求期間(ibg-14)は 1 個までです。", .single("cac:InvoicePeriod")),
    .pint(
      "ibr-110", .periods, .legal, "A line has at most one period (ibg-26).", "明細の請求期間(ibg-26)は 1 個までです。",
      .single("cac:InvoicePeriod", in: .lines)),
    .pint(
      "ibr-sr-49", .periods, .legal, "An invoice has at most one tax point date code (ibt-008).",
      "税計算基準日コード(ibt-008)は 1 個までです。", .single("cac:InvoicePeriod/cbc:DescriptionCode")),
    .japan(
      "aligned-ibrp-052", .periods, .legal,
      "An invoice states when the supply took place: an invoicing period (ibg-14) or a line period (ibg-26).",
      "取引年月日として、請求期間(ibg-14)または明細の請求期間(ibg-26)が必要です。",
      Check { inspection in
        if inspection.tree.all("cac:InvoicePeriod").isEmpty {
          inspection.refuse(missing: "cac:InvoicePeriod", in: inspection.root)
        }
      }),
  ]

  private static let linePeriods = Scope.at("cac:InvoiceLine/cac:InvoicePeriod")

  private static let dates = Check.each(
    .all(
      "cbc:IssueDate", "cbc:DueDate", "cbc:TaxPointDate", "cbc:StartDate", "cbc:EndDate", "cbc:ActualDeliveryDate",
      "cbc:InstallmentDueDate", "cbc:PaidDate", "cbc:ReceivedDate", "cbc:PaymentDueDate")
  ) { inspection, element in
    guard !element.value.isEmpty, element.date == nil else { return }
    inspection.refuse(element, found: element.value, expected: Text(verbatim: "YYYY-MM-DD"))
  }

  private static let times = Check.each(.all("cbc:IssueTime")) { inspection, element in
    guard !element.value.isEmpty, !isTime(element.value) else { return }
    inspection.refuse(element, found: element.value, expected: Text(verbatim: "hh:mm:ss"))
  }

  private static func order(of scope: Scope) -> Check {
    .each(scope) { inspection, period in
      guard let end = period.first("cbc:EndDate"), let last = end.date,
        let first = period.first("cbc:StartDate")?.date, last < first
      else { return }
      inspection.refuse(end, found: end.value, expected: Text(en: "\(first) or later", ja: "\(first) 以後"))
    }
  }

  /// `xs:time`: 09:30:00, 09:30:00.5, 09:30:00Z, 09:30:00+09:00; also 24:00:00.
  private static func isTime(_ text: String) -> Bool {
    var clock = Substring(text)
    if clock.last == "Z" {
      clock.removeLast()
    } else if clock.utf8.count > 6, let sign = clock.dropLast(5).last, sign == "+" || sign == "-" {
      guard let zone = pair(clock.suffix(5), limits: (14, 59)), zone.0 < 14 || zone.1 == 0 else { return false }
      clock = clock.dropLast(6)
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let (hour, minute) = pair(parts[0] + ":" + parts[1], limits: (24, 59)) else { return false }
    let second = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(second.count), second[0].utf8.count == 2, let whole = digits(second[0]), whole < 60 else {
      return false
    }
    var fraction = 0
    if second.count == 2 {
      guard !second[1].isEmpty, let value = digits(second[1].prefix(9)), digits(second[1].suffix(9)) != nil else {
        return false
      }
      fraction = value
    }
    return hour < 24 || (minute == 0 && whole == 0 && fraction == 0)
  }

  private static func pair(_ text: some StringProtocol, limits: (Int, Int)) -> (Int, Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let first = digits(parts[0]),
      let second = digits(parts[1]), first <= limits.0, second <= limits.1
    else { return nil }
    return (first, second)
  }

  private static func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

extension TreeElement {
  fileprivate var hasBound: Bool { child("cbc:StartDate") != nil || child("cbc:EndDate") != nil }
}
