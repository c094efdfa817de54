import Diagnostics
import JSON
import Workflows

/// E315: a label that people of one language cannot read. The loader holds the labels of the language itself; here are
/// those inside the data schema, where JSON Schema lets a title be anything.
extension View {
  func missingLabels() -> [Question] {
    var found: [Question] = []
    walk(definition.data.schema, at: "") { pointer, title in
      guard let lacking = Self.lacking(title) else { return }
      found.append(
        finding(
          .missingLabel, .label(pointer),
          Text(
            en: "the title at \(pointer) is missing in \(lacking.map(\.rawValue).joined(separator: " and "))",
            ja: "\(pointer) の title に\(lacking.map { $0 == .ja ? "日本語" : "英語" }.joined(separator: "と"))がありません"),
          at: place(of: title, pointer),
          help: Text(en: "write title: {en: …, ja: …}", ja: "title: {en: …, ja: …} と書いてください")))
    }
    return found.isEmpty ? [holds(.missingLabel, .labels)] : found.sorted { "\($0.subject)" < "\($1.subject)" }
  }

  private static func lacking(_ title: JSONValue) -> [Language]? {
    let missing = Language.allCases.filter { language in
      (title[language.rawValue]?.stringValue ?? "").allSatisfy(\.isWhitespace)
    }
    return missing.isEmpty ? nil : missing
  }

  /// Titles of schemas, not properties that happen to be called `title`.
  private func walk(_ schema: JSONValue, at pointer: String, _ visit: (String, JSONValue) -> Void) {
    guard case .object(let keywords) = schema else { return }
    if let title = keywords["title"] { visit(pointer + "/title", title) }
    for (keyword, value) in keywords.sorted(by: { $0.key < $1.key }) {
      let place = JSONPointer.append(pointer, keyword)
      switch keyword {
      case "properties", "patternProperties", "$defs", "dependentSchemas":
        for (name, inner) in (value.objectValue ?? [:]).sorted(by: { $0.key < $1.key }) {
          walk(inner, at: JSONPointer.append(place, name), visit)
        }
      case "items", "additionalProperties", "not", "if", "then", "else", "contains", "unevaluatedProperties":
        walk(value, at: place, visit)
      case "allOf", "anyOf", "oneOf", "prefixItems":
        for (number, inner) in (value.arrayValue ?? []).enumerated() {
          walk(inner, at: JSONPointer.append(place, "\(number)"), visit)
        }
      default: break
      }
    }
  }

  /// The model does not know where a title stood, so its text is looked for in the file.
  private func place(of title: JSONValue, _ pointer: String) -> Location? {
    let text = title.stringValue ?? title["en"]?.stringValue ?? title["ja"]?.stringValue
    let name = pointer.split(separator: "/").dropLast().last.map(String.init)
    for candidate in [text, name].compactMap(\.self) where !candidate.isEmpty {
      if let span = definition.source.span(of: candidate) { return Location(definition.source, span) }
    }
    return nil
  }
}

extension SourceFile {
  /// Where a text first stands.
  func span(of text: String) -> Span? {
    let needle = Array(text.utf8)
    guard let first = needle.first, bytes.count >= needle.count else { return nil }
    for start in 0...(bytes.count - needle.count) where bytes[start] == first {
      if bytes[start..<start + needle.count].elementsEqual(needle) { return Span(start, start + needle.count) }
    }
    return nil
  }
}
