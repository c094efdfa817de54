import Diagnostics

/// Turns a schema document into nodes, collecting every error on the way.
///
/// Schemas are compiled from a list of places still to do, so a reference costs no recursion and a schema that is
/// referred to twice is compiled once.
struct SchemaCompiler {
  let options: SchemaOptions
  var registry = SchemaRegistry()
  var errors: [SchemaError] = []
  private var indices: [SchemaRegistry.Place: SchemaIndex] = [:]
  private var nodes: [SchemaNode] = []
  private var pending: [SchemaRegistry.Place] = []

  init(options: SchemaOptions) { self.options = options }

  mutating func compile(_ schema: JSONValue) throws(SchemaErrors) -> CompiledSchema {
    let root = registry.add(schema, uri: "")
    let start = index(of: root)
    // Schemas nobody refers to are compiled too: a mistake in them is still a mistake.
    for place in registry.authored { _ = index(of: place) }
    while let place = pending.popLast() {
      if let node = node(at: place) { nodes[indices[place] ?? 0] = node }
    }
    errors += registry.errors
    if errors.isEmpty { errors += ProgressCheck(nodes: nodes).errors }
    guard errors.isEmpty else { throw SchemaErrors(errors) }
    return CompiledSchema(
      nodes: nodes, root: start, dynamicAnchors: registry.dynamicAnchors.map { $0.compactMapValues { indices[$0] } },
      options: options)
  }

  /// The node that a place has or will have.
  mutating func index(of place: SchemaRegistry.Place) -> SchemaIndex {
    if let index = indices[place] { return index }
    indices[place] = nodes.count
    nodes.append(.always(true, location: place.pointer))
    pending.append(place)
    return nodes.count - 1
  }

  private mutating func node(at place: SchemaRegistry.Place) -> SchemaNode? {
    guard let site = registry.sites[place] else { return nil }
    switch site.value {
    case .bool(let isAlways): return .always(isAlways, location: place.pointer)
    case .object(let keywords):
      var reader = KeywordReader(keywords: keywords, place: place, site: site)
      let rules = rules(&reader)
      errors += reader.errors
      let tracks = keywords["unevaluatedProperties"] != nil || keywords["unevaluatedItems"] != nil
      return .keywords(rules, SchemaScope(resource: site.resource, tracksEvaluation: tracks))
    case .null, .number, .string, .array:
      errors.append(
        SchemaError(
          .keywordValue, at: place.pointer,
          Text(
            en: "a schema is an object, true or false; found \(site.value.shown)",
            ja: "スキーマはオブジェクトか true・false です。\(site.value.shown) が書かれています")))
      return nil
    }
  }

  /// In the order in which they are checked: the cheap and telling first, what depends on the others last.
  private mutating func rules(_ reader: inout KeywordReader) -> [SchemaKeyword] {
    checkNames(&reader)
    checkTexts(&reader)
    var rules: [SchemaKeyword] = []
    anyValue(&reader, &rules)
    numbers(&reader, &rules)
    strings(&reader, &rules)
    objects(&reader, &rules)
    arrays(&reader, &rules)
    combinations(&reader, &rules)
    references(&reader, &rules)
    if let schema = schema("unevaluatedItems", &reader) {
      rules.append(reader.keyword("unevaluatedItems", .unevaluatedItems(schema)))
    }
    if let schema = schema("unevaluatedProperties", &reader) {
      rules.append(reader.keyword("unevaluatedProperties", .unevaluatedProperties(schema)))
    }
    return rules
  }

  /// The schema under a keyword.
  mutating func schema(_ keyword: String, _ reader: inout KeywordReader) -> SchemaIndex? {
    guard let value = reader.keywords[keyword] else { return nil }
    switch value {
    case .object, .bool: return index(of: reader.inside(keyword))
    case .null, .number, .string, .array:
      let help =
        keyword == "items" && value.arrayValue != nil
        ? Text(en: "use prefixItems for a list of schemas", ja: "スキーマの列には prefixItems を使ってください") : nil
      reader.refuse(keyword, expected: Text(en: "a schema", ja: "スキーマ"), help: help)
      return nil
    }
  }

  /// The schemas in a list under a keyword.
  mutating func schemas(_ keyword: String, _ reader: inout KeywordReader) -> [SchemaIndex]? {
    guard let value = reader.keywords[keyword] else { return nil }
    guard case .array(let elements) = value, !elements.isEmpty else {
      reader.refuse(keyword, expected: Text(en: "a list of schemas, not empty", ja: "1 つ以上のスキーマの列"))
      return nil
    }
    return elements.indices.map { index(of: reader.inside(keyword, String($0))) }
  }

  /// The schemas by name under a keyword.
  mutating func schemaMap(_ keyword: String, _ reader: inout KeywordReader) -> [String: SchemaIndex]? {
    guard let value = reader.keywords[keyword] else { return nil }
    guard case .object(let members) = value else {
      reader.refuse(keyword, expected: Text(en: "an object of schemas", ja: "スキーマを値とするオブジェクト"))
      return nil
    }
    var map: [String: SchemaIndex] = [:]
    for name in members.keys { map[name] = index(of: reader.inside(keyword, name)) }
    return map
  }
}
