import Diagnostics

/// The document as a whole: bytes, XML, elements, numbers.
enum DocumentRules {
  static let rules: [Rule] =
    reading + [
      .pint(
        "ibr-079", .document, .other, "No element is empty.", "空の要素は書けません。",
        Check { inspection in
          for element in inspection.tree.elements where !element.hasChildren && element.value.isEmpty {
            inspection.refuse(element, expected: Text(en: "a value, or no element", ja: "値を書くか、要素ごと削除"))
          }
        }, help: Text(en: "Give the element a value or leave it out.", ja: "値を書くか、要素を削除してください。")),
      .ours(
        "SEK-NUM-001", .document, .finance, "Amounts, quantities and rates are decimal numbers.",
        "金額・数量・税率は 10 進数で書きます。", basis: "xs:decimal, as UBL 2.1 types them",
        Check { inspection in
          for element in inspection.tree.elements where isNumeric(element.name) && !element.hasChildren {
            guard !element.value.isEmpty, element.number == nil else { continue }
            inspection.refuse(
              element, found: element.value,
              expected: Text(
                en: "a decimal number of at most \(ExactDecimal.maximumDigits) digits",
                ja: "\(ExactDecimal.maximumDigits) 桁以内の 10 進数"))
          }
        }),
      overflow,
    ]

  static let overflow = Rule.ours(
    "SEK-NUM-002", .document, .finance, "The numbers are small enough to be computed with exactly.",
    "数値が大きすぎて正確に計算できません。")

  private static func isNumeric(_ name: String) -> Bool {
    guard name.hasPrefix("cbc:") else { return false }
    return ["Amount", "Quantity", "Percent", "Numeric"].contains { name.hasSuffix($0) }
  }

  // Applied by the reader, before there is a tree to look at.
  static let malformed = Rule.ours(
    "SEK-XML-001", .document, .other, "The document is well-formed XML.", "整形式の XML である必要があります。",
    basis: "XML 1.0 and Namespaces in XML 1.0")
  static let entity = Rule.ours(
    "SEK-XML-002", .document, .other, "The document has no document type declaration and no entities of its own.",
    "文書型宣言や独自の実体は使えません。", basis: "entities can read files and exhaust memory (CWE-611, CWE-776)",
    help: Text(en: "Remove the DOCTYPE and write the text itself.", ja: "DOCTYPE を削除し、文字をそのまま書いてください。"))
  static let encoding = Rule.ours(
    "SEK-XML-003", .document, .other, "The document is encoded in UTF-8.", "文字コードは UTF-8 です。",
    help: Text(en: "Save the file in UTF-8.", ja: "UTF-8 で保存し直してください。"))
  static let root = Rule.ours(
    "SEK-XML-004", .document, .other, "The root element is Invoice of UBL 2.1.", "ルート要素は UBL 2.1 の Invoice です。",
    basis: "JP PINT has no credit note: a return is an invoice with negative quantities")
  static let size = Rule.ours(
    "SEK-XML-005", .document, .other, "The document is not larger than the limit.", "文書の大きさが上限を超えています。",
    help: Text(en: "Send large attachments apart from the invoice.", ja: "大きな添付ファイルは請求書と別に送ってください。"))
  static let limit = Rule.ours(
    "SEK-XML-006", .document, .other, "Depth, elements, attributes and texts stay below the limits.",
    "入れ子の深さ・要素数・属性・文字数が上限を超えています。")

  private static let reading: [Rule] = [malformed, entity, encoding, root, size, limit]
}
