import Diagnostics

/// Reads the keywords of one schema object, each value with the type that the dialect asks for.
struct KeywordReader {
  let keywords: [String: JSONValue]
  let place: SchemaRegistry.Place
  let site: SchemaRegistry.Site
  private(set) var errors: [SchemaError] = []

  init(keywords: [String: JSONValue], place: SchemaRegistry.Place, site: SchemaRegistry.Site) {
    self.keywords = keywords
    self.place = place
    self.site = site
  }

  /// Where a keyword stands: a pointer into the author's document, or an absolute URI into the dialect's own.
  func location(_ keyword: String) -> String {
    let pointer = JSONPointer.append(place.pointer, keyword)
    return place.document == 0 ? pointer : site.base.text + "#" + pointer
  }

  func keyword(_ name: String, _ rule: SchemaRule) -> SchemaKeyword {
    SchemaKeyword(location: location(name), rule: rule)
  }

  func inside(_ keyword: String, _ member: String? = nil) -> SchemaRegistry.Place {
    let pointer = JSONPointer.append(place.pointer, keyword)
    return SchemaRegistry.Place(
      document: place.document, pointer: member.map { JSONPointer.append(pointer, $0) } ?? pointer)
  }

  mutating func refuse(_ keyword: String, expected: Text, help: Text? = nil) {
    let found = keywords[keyword]?.shown ?? ""
    add(
      .keywordValue, keyword,
      Text(
        en: "\"\(keyword)\" needs \(expected.en); found \(found)",
        ja: "「\(keyword)」には\(expected.ja)が必要です。\(found) が書かれています"), help: help)
  }

  mutating func add(_ code: SchemaError.Code, _ keyword: String, _ message: Text, help: Text? = nil) {
    errors.append(SchemaError(code, at: location(keyword), message, help: help))
  }

  // MARK: Values

  /// A count: an integer of 0 or more (2.0 is one).
  mutating func count(_ keyword: String) -> Int? {
    guard let value = keywords[keyword] else { return nil }
    if let number = value.int64, number >= 0 { return Int(number) }
    // A count beyond 64 bits is no mistake, only never reached.
    if case .number(let number) = value, number.isInteger, number > 0 { return .max }
    refuse(keyword, expected: Text(en: "an integer of 0 or more", ja: "0 以上の整数"))
    return nil
  }

  mutating func number(_ keyword: String) -> JSONNumber? {
    guard let value = keywords[keyword] else { return nil }
    if case .number(let number) = value { return number }
    refuse(keyword, expected: Text(en: "a number", ja: "数値"))
    return nil
  }

  mutating func string(_ keyword: String) -> String? {
    guard let value = keywords[keyword] else { return nil }
    if let text = value.stringValue { return text }
    refuse(keyword, expected: Text(en: "a string", ja: "文字列"))
    return nil
  }

  mutating func flag(_ keyword: String) -> Bool? {
    guard let value = keywords[keyword] else { return nil }
    if let flag = value.boolValue { return flag }
    refuse(keyword, expected: Text(en: "true or false", ja: "true か false"))
    return nil
  }

  mutating func list(_ keyword: String) -> [JSONValue]? {
    guard let value = keywords[keyword] else { return nil }
    if let elements = value.arrayValue { return elements }
    refuse(keyword, expected: Text(en: "a list", ja: "リスト"))
    return nil
  }

  /// A list of different names.
  mutating func names(_ keyword: String) -> [String]? {
    guard let value = keywords[keyword] else { return nil }
    if let names = Self.names(value) { return names }
    refuse(keyword, expected: Text(en: "a list of different strings", ja: "重複のない文字列のリスト"))
    return nil
  }

  static func names(_ value: JSONValue) -> [String]? {
    guard let elements = value.arrayValue else { return nil }
    let names = elements.compactMap(\.stringValue)
    return names.count == elements.count && Set(elements).count == elements.count ? names : nil
  }
}
