import Diagnostics

/// What a rule does to a document: it looks, and refuses elements.
struct Check: Sendable {
  typealias Body = @Sendable (inout Inspection) throws(DecimalOverflow) -> Void

  let run: Body

  init(_ run: @escaping Body) { self.run = run }

  /// Looks at every element of a scope by itself.
  static func each(
    _ scope: Scope, _ body: @escaping @Sendable (inout Inspection, TreeElement) throws(DecimalOverflow) -> Void
  ) -> Check {
    Check { inspection throws(DecimalOverflow) in
      for element in scope.elements(inspection.tree) { try body(&inspection, element) }
    }
  }

  /// Every element of the scope has a child at the path, with text.
  static func required(_ path: Path, in scope: Scope = .invoice) -> Check {
    each(scope) { inspection, element in
      if element.all(path).contains(where: { !$0.value.isEmpty }) { return }
      inspection.refuse(missing: path, in: element)
    }
  }

  /// Every element of the scope has a child at the path, empty or not (emptiness is ibr-079's).
  static func present(_ path: Path, in scope: Scope = .invoice) -> Check {
    each(scope) { inspection, element in
      if element.first(path) == nil { inspection.refuse(missing: path, in: element) }
    }
  }

  /// Elements of the scope carry the attribute.
  static func attribute(_ name: String, of scope: Scope) -> Check {
    each(scope) { inspection, element in
      if element.attribute(name) == nil { inspection.refuse(missing: Path(stringLiteral: "@" + name), in: element) }
    }
  }

  /// At most one element at the path in every element of the scope; the second is refused.
  static func single(_ path: Path, in scope: Scope = .invoice) -> Check {
    each(scope) { inspection, element in
      let found = element.all(path)
      if found.count > 1 { inspection.refuse(found[1], found: "\(found.count)", expected: .atMost(1)) }
    }
  }

  /// The element's text is on the list.
  static func coded(_ scope: Scope, _ list: @escaping @Sendable @autoclosure () -> CodeList) -> Check {
    each(scope) { inspection, element in
      guard !element.value.isEmpty, !list().contains(element.value) else { return }
      inspection.refuse(element, found: element.value, expected: .codeOf(list(), near: element.value))
    }
  }

  /// The attribute, where it is there, is on the list.
  static func coded(
    _ name: String, of scope: Scope, _ list: @escaping @Sendable @autoclosure () -> CodeList
  ) -> Check {
    each(scope) { inspection, element in
      guard let value = element.attribute(name), !list().contains(value.trimmed) else { return }
      inspection.refuse(
        element, found: "\(name)=\"\(value)\"", expected: .codeOf(list(), near: value.trimmed))
    }
  }

  /// No more than two digits behind the point, as written (ibr-091, ibr-121…125).
  static func twoDecimals(_ path: Path, in scope: Scope) -> Check {
    each(scope) { inspection, element in
      guard let amount = element.first(path), amount.value.decimalPlaces > 2 else { return }
      inspection.refuse(
        amount, found: amount.value, expected: Text(en: "at most two decimals", ja: "小数点以下 2 桁まで"))
    }
  }
}

extension Text {
  static func atMost(_ count: Int) -> Text { Text(en: "at most \(count)", ja: "\(count) 個まで") }

  static func codeOf(_ list: CodeList, near code: String) -> Text {
    if let nearest = list.nearest(to: code) {
      return Text(en: "a code of \(list.name), perhaps \(nearest)", ja: "\(list.name) のコード(\(nearest) など)")
    }
    return Text(en: "a code of \(list.name)", ja: "\(list.name) のコード")
  }

  static func amount(_ value: ExactDecimal) -> Text { Text(verbatim: value.description) }

  static func oneOf(_ values: [String]) -> Text {
    Text(en: values.joined(separator: " or "), ja: values.joined(separator: " または "))
  }
}

extension String {
  /// Digits behind the first point, as written.
  var decimalPlaces: Int {
    guard let point = utf8.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
    return utf8.distance(from: point, to: utf8.endIndex) - 1
  }

  var trimmed: String {
    guard let first = utf8.firstIndex(where: { !XMLCharacters.isSpace($0) }),
      let last = utf8.lastIndex(where: { !XMLCharacters.isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
