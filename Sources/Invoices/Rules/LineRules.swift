import Diagnostics

/// Invoice lines (ibg-25): quantity, price, item.
enum LineRules {
  static let rules: [Rule] = mandatory + prices + items

  private static let mandatory: [Rule] = [
    .pint(
      "ibr-016", .lines, .items, "An invoice has at least one line (ibg-25).", "明細(ibg-25)が 1 行以上必要です。",
      .present("cac:InvoiceLine")),
    .pint(
      "ibr-021", .lines, .items, "A line has an identifier (ibt-126).", "明細には明細番号(ibt-126)が必要です。",
      .required("cbc:ID", in: .lines)),
    .pint(
      "ibr-022", .lines, .quantity, "A line states the quantity (ibt-129).", "明細には数量(ibt-129)が必要です。",
      .present("cbc:InvoicedQuantity", in: .lines)),
    .pint(
      "ibr-023", .lines, .quantity, "A line's quantity has a unit (ibt-130).", "明細の数量には単位コード(ibt-130)が必要です。",
      .each(.lines) { inspection, line in
        if line.all("cbc:InvoicedQuantity").contains(where: { $0.attribute("unitCode") != nil }) { return }
        inspection.refuse(missing: "cbc:InvoicedQuantity/@unitCode", in: line)
      }),
    .pint(
      "ibr-cl-23", .lines, .quantity, "A unit (ibt-130, ibt-150) is a code of UN/ECE Recommendation 20.",
      "単位コード(ibt-130、ibt-150)は UN/ECE 勧告 20 のコードです。",
      .coded("unitCode", of: .all("cbc:InvoicedQuantity", "cbc:BaseQuantity"), .units)),
    .pint(
      "ibr-024", .lines, .finance, "A line states its net amount (ibt-131).", "明細には明細金額(ibt-131)が必要です。",
      .present("cbc:LineExtensionAmount", in: .lines)),
    .pint(
      "ibr-025", .lines, .items, "A line names the item (ibt-153).", "明細には品名(ibt-153)が必要です。",
      .required("cac:Item/cbc:Name", in: .lines)),
    .pint(
      "ibr-sr-34", .lines, .items, "A line has at most one note (ibt-127).", "明細注釈(ibt-127)は 1 個までです。",
      .single("cbc:Note", in: .lines)),
    .pint(
      "ibr-sr-58", .lines, .finance, "A line's tax information states the category (ibt-151).",
      "明細の税情報には税区分(ibt-151)が必要です。", .present("cbc:ID", in: .lineTaxCategories)),
    .pint(
      "ibr-sr-38", .lines, .finance, "A line has at most one exemption reason (ibt-185).",
      "明細の免税理由(ibt-185)は 1 個までです。",
      .single("cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason", in: .lines)),
    .ours(
      "SEK-LIN-001", .lines, .finance,
      "A line's amount (ibt-131) is quantity times price, per base quantity, plus charges less allowances.",
      "明細金額(ibt-131)は数量×単価÷単価基準数量に追加請求を足し値引きを引いた額です。",
      basis: "PEPPOL-EN16931-R120 of BIS Billing 3; rounding up or down to the currency's unit is accepted", lineAmount),
    .ours(
      "SEK-LIN-002", .lines, .finance,
      "A line states its category of consumption tax (ibt-151) and, unless out of scope, the rate (ibt-152).",
      "明細には消費税の税区分(ibt-151)と、対象外でない限り税率(ibt-152)が必要です。",
      basis: "消費税法 art. 57の4; what aligned-ibrp-050-jp means to ask", lineTax),
    .ours(
      "SEK-LIN-003", .lines, .items, "Lines have different identifiers (ibt-126).", "明細番号(ibt-126)が重複しています。",
      severity: .warning, action: .provideInformation,
      Check { inspection in
        var seen: Set<String> = []
        for line in inspection.lines {
          guard let id = line.child("cbc:ID"), !id.value.isEmpty, !seen.insert(id.value).inserted else { continue }
          inspection.refuse(id, found: id.value, expected: Text(en: "an identifier of its own", ja: "重複しない番号"))
        }
      }),
  ]

  private static let prices: [Rule] = [
    .pint(
      "ibr-026", .lines, .prices, "A line states the net price (ibt-146).", "明細には単価(ibt-146)が必要です。",
      .present("cac:Price/cbc:PriceAmount", in: .lines)),
    .pint(
      "ibr-027", .lines, .prices, "A net price (ibt-146) is not negative.", "単価(ibt-146)を負にすることはできません。",
      notNegative("cac:Price/cbc:PriceAmount"),
      help: Text(en: "For a return, make the quantity negative.", ja: "返品は数量を負にしてください。")),
    .pint(
      "ibr-028", .lines, .prices, "A gross price (ibt-148) is not negative.", "値引き前単価(ibt-148)を負にすることはできません。",
      notNegative("cac:Price/cac:AllowanceCharge/cbc:BaseAmount")),
    .pint(
      "ibr-087", .lines, .prices, "A price's base quantity (ibt-149) is more than 0.", "単価基準数量(ibt-149)は 0 より大きい数です。",
      .each(.at("cac:InvoiceLine/cac:Price/cbc:BaseQuantity")) { inspection, quantity in
        guard let number = quantity.number, number <= .zero else { return }
        inspection.refuse(quantity, found: quantity.value, expected: Text(verbatim: "> 0"))
      }),
    .pint(
      "ibr-088", .lines, .prices, "A price's base quantity has the unit of the invoiced quantity (ibt-150, ibt-130).",
      "単価基準数量の単位(ibt-150)は数量の単位(ibt-130)と同じです。",
      .each(.at("cac:InvoiceLine/cac:Price/cbc:BaseQuantity")) { inspection, base in
        guard let unit = base.attribute("unitCode"),
          let quantity = base.parent?.parent?.child("cbc:InvoicedQuantity"), quantity.attribute("unitCode") != unit
        else { return }
        inspection.refuse(
          base, found: "unitCode=\"\(unit)\"",
          expected: Text(verbatim: "unitCode=\"\(quantity.attribute("unitCode") ?? "")\""))
      }),
    .pint(
      "ibr-083", .lines, .prices, "On a price there is an allowance only (ibt-147), no charge.",
      "単価に書けるのは値引き(ibt-147)だけです。",
      .each(.at("cac:InvoiceLine/cac:Price/cac:AllowanceCharge")) { inspection, discount in
        guard discount.isCharge != false else { return }
        guard let indicator = discount.child("cbc:ChargeIndicator") else {
          return inspection.refuse(missing: "cbc:ChargeIndicator", in: discount, expected: Text(verbatim: "false"))
        }
        inspection.refuse(indicator, found: indicator.value, expected: Text(verbatim: "false"))
      }),
    .pint(
      "ibr-111", .lines, .prices, "A price has at most one discount (ibt-147).", "単価の値引き(ibt-147)は 1 個までです。",
      .single("cac:Price/cac:AllowanceCharge/cbc:Amount", in: .lines)),
    .ours(
      "SEK-LIN-004", .lines, .prices, "A net price (ibt-146) is the gross price (ibt-148) less the discount (ibt-147).",
      "単価(ibt-146)は値引き前単価(ibt-148)から値引き(ibt-147)を引いた額です。", basis: "PEPPOL-EN16931-R046 of BIS Billing 3",
      .each(.at("cac:InvoiceLine/cac:Price")) { inspection, price throws(DecimalOverflow) in
        let discounts = price.all("cac:AllowanceCharge")
        for discount in discounts where discount.child("cbc:Amount") == nil {
          inspection.refuse(missing: "cbc:Amount", in: discount)
        }
        guard let net = price.child("cbc:PriceAmount"), let stated = net.number, discounts.count == 1,
          let gross = discounts[0].number("cbc:BaseAmount"), let discount = discounts[0].number("cbc:Amount")
        else { return }
        let wanted = try gross - discount
        if stated != wanted { inspection.refuse(net, found: net.value, expected: .amount(wanted)) }
      }),
  ]

  private static let items: [Rule] = [
    .pint(
      "ibr-sr-50", .lines, .items, "An item has at most one description (ibt-154).", "品目の説明(ibt-154)は 1 個までです。",
      .single("cac:Item/cbc:Description", in: .lines)),
    .pint(
      "ibr-054", .lines, .items, "An item's attribute (ibg-32) has a name (ibt-160) and a value (ibt-161).",
      "品目属性(ibg-32)には名称(ibt-160)と値(ibt-161)が必要です。",
      .each(.all("cac:AdditionalItemProperty")) { inspection, property in
        for path: Path in ["cbc:Name", "cbc:Value"] where property.first(path) == nil {
          inspection.refuse(missing: path, in: property)
        }
      }),
    .pint(
      "ibr-064", .lines, .items, "A standard item identifier (ibt-157) names its scheme.",
      "品目の標準識別子(ibt-157)には体系(schemeID)が必要です。",
      .attribute("schemeID", of: .at("cac:InvoiceLine/cac:Item/cac:StandardItemIdentification/cbc:ID"))),
    .pint(
      "ibr-cl-21", .lines, .items, "The scheme of a standard item identifier (ibt-157) is of ISO 6523.",
      "品目の標準識別子(ibt-157)の体系は ISO 6523 のコードです。",
      .coded("schemeID", of: .all("cac:StandardItemIdentification").children("cbc:ID"), .identifierSchemes)),
    .pint(
      "ibr-065", .lines, .items, "An item classification (ibt-158) names its scheme.",
      "品目分類(ibt-158)には体系(listID)が必要です。",
      .attribute("listID", of: .at("cac:InvoiceLine/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"))),
    .pint(
      "ibr-cl-13", .lines, .items, "The scheme of an item classification (ibt-158) is of UNTDID 7143.",
      "品目分類(ibt-158)の体系は UNTDID 7143 のコードです。",
      .coded(
        "listID", of: .all("cac:CommodityClassification").children("cbc:ItemClassificationCode"), .itemClassifications)),
    .pint(
      "ibr-cl-15", .lines, .items, "An item's country of origin (ibt-159) is a code of ISO 3166-1.",
      "品目の原産国(ibt-159)は ISO 3166-1 の 2 文字コードです。",
      .coded(.all("cac:OriginCountry").children("cbc:IdentificationCode"), .countries)),
  ]

  private static func notNegative(_ path: Path) -> Check {
    .each(.lines) { inspection, line in
      for amount in line.all(path) {
        guard let number = amount.number, number.isNegative else { continue }
        inspection.refuse(amount, found: amount.value, expected: Text(verbatim: "≥ 0"))
      }
    }
  }

  private static let lineTax = Check.each(.lines) { inspection, line in
    guard let category = line.lineTaxCategory else {
      return inspection.refuse(missing: "cac:Item/cac:ClassifiedTaxCategory", in: line)
    }
    guard category.first("cac:TaxScheme/cbc:ID") != nil else {
      return inspection.refuse(missing: "cac:TaxScheme/cbc:ID", in: category, expected: Text(verbatim: "VAT"))
    }
    let code = category.text("cbc:ID")
    if let code, code != "O", code != "E", code != "G", category.child("cbc:Percent") == nil {
      inspection.refuse(missing: "cbc:Percent", in: category)
    }
  }

  private static let lineAmount = Check.each(.lines) { inspection, line throws(DecimalOverflow) in
    guard let amount = line.child("cbc:LineExtensionAmount"), let stated = amount.number,
      let quantity = line.number("cbc:InvoicedQuantity"), let price = line.number("cac:Price/cbc:PriceAmount")
    else { return }
    var base = ExactDecimal(1)
    if let element = line.first("cac:Price/cbc:BaseQuantity") {
      guard let number = element.number, number > .zero else { return }
      base = number
    }
    var extra = ExactDecimal.zero
    for element in line.all("cac:AllowanceCharge") {
      guard let isCharge = element.isCharge, let part = element.number("cbc:Amount") else { return }
      extra = try extra + (isCharge ? part : -part)
    }
    // Everything over the base quantity, so that nothing is rounded before the comparison.
    let exact = try quantity * price + extra * base
    if try stated * base == exact { return }
    for places in [inspection.places, 2] {
      if try stated == exact.quotient(by: base, places: places, .floor) { return }
      if try stated == exact.quotient(by: base, places: places, .ceiling) { return }
    }
    let shown = try exact.quotient(by: base, places: 6, .half)
    inspection.refuse(amount, found: amount.value, expected: .amount(shown))
  }
}
