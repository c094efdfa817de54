import Diagnostics

/// Elements stand where the schemas of UBL 2.1 put them, as often as these allow and in their order. Without that, two
/// readers of one invoice could see two amounts.
enum StructureRules {
  static let rules: [Rule] = [
    .ours(
      "SEK-UBL-001", .document, .other, "An element has the children that UBL 2.1 demands.",
      "UBL 2.1 で必須の要素がありません。", basis: schemas,
      eachKnown { inspection, element, model in
        for child in model where child.isRequired && element.child(child.name) == nil {
          inspection.refuse(missing: Path(stringLiteral: child.name), in: element)
        }
      }),
    .ours(
      "SEK-UBL-002", .document, .other, "An element occurs once where UBL 2.1 allows one.",
      "UBL 2.1 で 1 個までの要素が重複しています。", basis: schemas,
      eachKnown { inspection, element, model in
        var seen: Set<String> = []
        for child in element.children where !seen.insert(child.name).inserted {
          guard let entry = model.first(where: { $0.name == child.name }), !entry.isRepeatable else { continue }
          inspection.refuse(child, found: child.value.isEmpty ? nil : child.value, expected: .atMost(1))
        }
      }),
    .ours(
      "SEK-UBL-003", .document, .other, "An element is one that UBL 2.1 has at its place.",
      "UBL 2.1 でこの位置に書けない要素または文字があります。", basis: schemas,
      Check { inspection in
        for element in inspection.tree.elements where element.name.hasPrefix("cbc:") && element.hasChildren {
          inspection.refuse(element, expected: Text(en: "text without elements", ja: "要素を含まない文字列"))
        }
        ContentModel.each(inspection.tree) { element, model in
          for child in element.children where !model.contains(where: { $0.name == child.name }) {
            inspection.refuse(child, found: child.name)
          }
          if !element.value.isEmpty {
            inspection.refuse(element, found: element.value, expected: Text(en: "elements only", ja: "要素のみ"))
          }
        }
      }),
    .ours(
      "SEK-UBL-004", .document, .other, "Elements are in the order of UBL 2.1.", "要素の順序が UBL 2.1 と異なります。",
      basis: schemas,
      eachKnown { inspection, element, model in
        var reached = 0
        for child in element.children {
          guard let place = model.firstIndex(where: { $0.name == child.name }) else { continue }
          if place < reached {
            let next = model[reached].name
            inspection.refuse(child, found: child.name, expected: Text(en: "before \(next)", ja: "\(next) より前"))
            return
          }
          reached = place
        }
      }),
    foreignAmounts,
  ]

  /// Amounts that UBL has and JP PINT has not: no rule counts them, so nobody may think they count.
  private static let foreignAmounts = Rule.ours(
    "SEK-UBL-005", .document, .finance, "Withholding taxes and parts of lines are not counted.",
    "源泉徴収税額と明細の内訳行は計算に含まれません。", severity: .warning, action: .provideInformation,
    basis: "JP PINT 1.1.3 has neither",
    .each(.all("cac:WithholdingTaxTotal", "cac:SubInvoiceLine")) { inspection, element in
      inspection.refuse(element, found: element.name, expected: Text(en: "amounts of JP PINT", ja: "JP PINT の金額項目"))
    })

  private static let schemas = "OASIS UBL 2.1, UBL-Invoice-2.1.xsd"

  private static func eachKnown(
    _ body: @escaping @Sendable (inout Inspection, TreeElement, [ContentModel.Child]) -> Void
  ) -> Check {
    Check { inspection in
      ContentModel.each(inspection.tree) { element, model in body(&inspection, element, model) }
    }
  }
}

/// Which children an aggregate of UBL 2.1 may have.
enum ContentModel {
  struct Child: Sendable {
    let name: String
    let isRequired: Bool
    let isRepeatable: Bool
  }

  private static let models: [String: [Child]] = {
    var models: [String: [Child]] = [:]
    var name = ""
    for word in contentText.split(whereSeparator: \.isWhitespace) {
      if word.hasSuffix(":") {
        name = String(word.dropLast())
      } else {
        let child = Child(
          name: String(word.dropLast()), isRequired: word.hasSuffix("!") || word.hasSuffix("+"),
          isRepeatable: word.hasSuffix("*") || word.hasSuffix("+"))
        models[name, default: []].append(child)
      }
    }
    return models
  }()

  /// Visits every element whose content is known; the inside of others is their schema's affair.
  static func each(_ tree: XMLTree, _ body: (TreeElement, [Child]) -> Void) {
    for element in tree.elements {
      if let model = models[element.name] { body(element, model) }
    }
  }
}
