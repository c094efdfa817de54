import Diagnostics
import Patterns

/// Keywords that look at one value.
extension SchemaCompiler {
  func anyValue(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let type = reader.keywords["type"] {
      if let types = Self.types(type) {
        rules.append(reader.keyword("type", .type(types)))
      } else {
        let names = JSONTypeSet.names.map(\.name)
        let near = type.stringValue.flatMap { Suggestion.nearest(to: $0, in: names) }
        reader.refuse(
          "type",
          expected: Text(
            en: "one or a list of different types out of \(names.joined(separator: ", "))",
            ja: "\(names.joined(separator: "、")) のどれか、またはその重複のないリスト"),
          help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
      }
    }
    if let values = reader.list("enum") {
      rules.append(reader.keyword("enum", .enumeration(Set(values), ordered: values)))
    }
    if let value = reader.keywords["const"] { rules.append(reader.keyword("const", .constant(value))) }
  }

  private static func types(_ value: JSONValue) -> JSONTypeSet? {
    let names: [String]
    switch value {
    case .string(let name): names = [name]
    case .array:
      guard let list = KeywordReader.names(value), !list.isEmpty else { return nil }
      names = list
    case .null, .bool, .number, .object: return nil
    }
    var types: JSONTypeSet = []
    for name in names {
      guard let type = JSONTypeSet(name: name) else { return nil }
      types.insert(type)
    }
    return types
  }

  func numbers(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let bound = reader.number("minimum") { rules.append(reader.keyword("minimum", .minimum(bound))) }
    if let bound = reader.number("maximum") { rules.append(reader.keyword("maximum", .maximum(bound))) }
    if let bound = reader.number("exclusiveMinimum") {
      rules.append(reader.keyword("exclusiveMinimum", .exclusiveMinimum(bound)))
    }
    if let bound = reader.number("exclusiveMaximum") {
      rules.append(reader.keyword("exclusiveMaximum", .exclusiveMaximum(bound)))
    }
    if let divisor = reader.number("multipleOf") {
      if divisor > 0, divisor.decimal.digits.count <= ExactDecimal.divisorDigits {
        rules.append(reader.keyword("multipleOf", .multipleOf(divisor)))
      } else {
        let digits = ExactDecimal.divisorDigits
        reader.refuse(
          "multipleOf",
          expected: Text(en: "a number above 0 of at most \(digits) digits", ja: "\(digits) 桁以内の 0 より大きい数値"))
      }
    }
  }

  func strings(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let count = reader.count("minLength") { rules.append(reader.keyword("minLength", .minLength(count))) }
    if let count = reader.count("maxLength") { rules.append(reader.keyword("maxLength", .maxLength(count))) }
    if let text = reader.string("pattern"), let pattern = pattern(text, "pattern", &reader) {
      rules.append(reader.keyword("pattern", .pattern(pattern)))
    }
    if let name = reader.string("format") {
      if let format = SchemaFormat(rawValue: name) {
        if options.assertsFormat { rules.append(reader.keyword("format", .format(format))) }
      } else if options.refusesUnknown, reader.place.document == 0 {
        let known = SchemaFormat.allCases.map(\.rawValue)
        let near = Suggestion.nearest(to: name, in: known).map { " \($0)?" }
        reader.add(
          .format, "format", Text(en: "unknown format \"\(name)\"", ja: "未知の format「\(name)」です"),
          help: Text(
            en: near.map { "did you mean\($0)" } ?? "known formats: \(known.joined(separator: ", "))",
            ja: near.map { "もしかして\($0)" } ?? "使える format: \(known.joined(separator: "、"))"))
      }
    }
  }

  /// A pattern of ECMA-262, or an error at the keyword.
  func pattern(_ text: String, _ keyword: String, _ reader: inout KeywordReader) -> LinearPattern? {
    do {
      return try LinearPattern(ecma: text)
    } catch {
      reader.add(
        .pattern, keyword,
        Text(en: "pattern \"\(text)\": \(error.message.en)", ja: "パターン「\(text)」: \(error.message.ja)"),
        help: error.help)
      return nil
    }
  }

  // MARK: Names and texts

  /// Keywords that mean nothing here: a misspelt one would check nothing.
  func checkNames(_ reader: inout KeywordReader) {
    guard options.refusesUnknown, reader.place.document == 0 else { return }
    for keyword in reader.keywords.keys.sorted()
    where !SchemaKeywords.known.contains(keyword) && !SchemaKeywords.isExtension(keyword) {
      reader.add(
        .keyword, keyword, Text(en: "unknown keyword \"\(keyword)\"", ja: "未知のキーワード「\(keyword)」です"),
        help: SchemaKeywords.replacement(for: keyword)
          ?? Text(en: "keywords of your own begin with x-", ja: "独自のキーワードは x- で始めてください"))
    }
    if reader.keywords["$vocabulary"] != nil {
      reader.add(
        .dialect, "$vocabulary",
        Text(en: "dialects of your own are not supported", ja: "独自の方言 ($vocabulary) には対応していません"))
    }
  }

  /// Identifiers and annotations, whose values must still make sense.
  func checkTexts(_ reader: inout KeywordReader) {
    for keyword in ["title", "description"] {
      guard let value = reader.keywords[keyword] else { continue }
      if options.allowsBilingualTexts, case .object(let texts) = value {
        guard Set(texts.keys) == ["en", "ja"], texts.values.allSatisfy({ $0.stringValue != nil }) else {
          reader.refuse(
            keyword, expected: Text(en: "a string or {en: …, ja: …}", ja: "文字列か {en: …, ja: …}"))
          continue
        }
      } else {
        _ = reader.string(keyword)
      }
    }
    for keyword in ["$id", "$ref", "$dynamicRef", "$comment", "contentEncoding", "contentMediaType"] {
      _ = reader.string(keyword)
    }
    for keyword in ["deprecated", "readOnly", "writeOnly"] { _ = reader.flag(keyword) }
    _ = reader.list("examples")
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let name = reader.string(keyword), !Self.isAnchor(name) else { continue }
      reader.refuse(
        keyword,
        expected: Text(en: "a name of letters, digits, '-', '_' and '.'", ja: "英数字と「-」「_」「.」からなる名前"))
    }
    if let dialect = reader.string("$schema"), dialect != MetaSchema.uri, dialect != MetaSchema.uri + "#" {
      reader.add(
        .dialect, "$schema",
        Text(en: "unknown dialect \"\(dialect)\"", ja: "未知の方言「\(dialect)」です"),
        help: Text(en: "only \(MetaSchema.uri) is read", ja: "読めるのは \(MetaSchema.uri) だけです"))
    }
  }

  private static func isAnchor(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first | 0x20) || first == 0x5F else { return false }
    return name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E
        || byte == 0x5F
    }
  }
}
