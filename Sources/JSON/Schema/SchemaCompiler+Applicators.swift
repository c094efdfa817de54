import Diagnostics

/// Keywords that hand values or their parts to other schemas.
extension SchemaCompiler {
  mutating func objects(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let count = reader.count("minProperties") {
      rules.append(reader.keyword("minProperties", .minProperties(count)))
    }
    if let count = reader.count("maxProperties") {
      rules.append(reader.keyword("maxProperties", .maxProperties(count)))
    }
    if let names = reader.names("required") { rules.append(reader.keyword("required", .required(names))) }
    dependentRequired(&reader, &rules)
    members(&reader, &rules)
    if let schema = schema("propertyNames", &reader) {
      rules.append(reader.keyword("propertyNames", .propertyNames(schema)))
    }
    if let schemas = schemaMap("dependentSchemas", &reader) {
      rules.append(reader.keyword("dependentSchemas", .dependentSchemas(schemas)))
    }
    _ = schemaMap("$defs", &reader)
    _ = schema("contentSchema", &reader)
  }

  private func dependentRequired(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    guard let value = reader.keywords["dependentRequired"] else { return }
    var needs: [String: [String]] = [:]
    if let members = value.objectValue {
      for (name, list) in members { needs[name] = KeywordReader.names(list) }
      if needs.count == members.count {
        rules.append(reader.keyword("dependentRequired", .dependentRequired(needs)))
        return
      }
    }
    reader.refuse(
      "dependentRequired",
      expected: Text(en: "an object of lists of different strings", ja: "重複のない文字列のリストを値とするオブジェクト"))
  }

  private mutating func members(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    let keywords = ["properties", "patternProperties", "additionalProperties"]
    guard let first = keywords.first(where: { reader.keywords[$0] != nil }) else { return }
    var members = MemberRules()
    members.named = schemaMap("properties", &reader) ?? [:]
    for (text, schema) in (schemaMap("patternProperties", &reader) ?? [:]).sorted(by: { $0.key < $1.key }) {
      if let pattern = pattern(text, "patternProperties", &reader) { members.patterned.append((pattern, schema)) }
    }
    members.additional = schema("additionalProperties", &reader)
    members.refusesAdditional = reader.keywords["additionalProperties"] == .bool(false)
    members.additionalLocation = reader.location("additionalProperties")
    rules.append(reader.keyword(first, .members(members)))
  }

  mutating func arrays(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let count = reader.count("minItems") { rules.append(reader.keyword("minItems", .minItems(count))) }
    if let count = reader.count("maxItems") { rules.append(reader.keyword("maxItems", .maxItems(count))) }
    let prefix = schemas("prefixItems", &reader)
    if let prefix { rules.append(reader.keyword("prefixItems", .prefixItems(prefix))) }
    if let schema = schema("items", &reader) {
      rules.append(reader.keyword("items", .items(schema, from: prefix?.count ?? 0)))
    }
    let least = reader.count("minContains")
    let most = reader.count("maxContains")
    if let schema = schema("contains", &reader) {
      rules.append(reader.keyword("contains", .contains(schema, atLeast: least ?? 1, atMost: most)))
    }
    if reader.flag("uniqueItems") == true { rules.append(reader.keyword("uniqueItems", .uniqueItems)) }
  }

  mutating func combinations(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let list = schemas("allOf", &reader) { rules.append(reader.keyword("allOf", .allOf(list))) }
    if let list = schemas("anyOf", &reader) { rules.append(reader.keyword("anyOf", .anyOf(list))) }
    if let list = schemas("oneOf", &reader) { rules.append(reader.keyword("oneOf", .oneOf(list))) }
    if let schema = schema("not", &reader) { rules.append(reader.keyword("not", .not(schema))) }
    let yes = schema("then", &reader)
    let no = schema("else", &reader)
    if let condition = schema("if", &reader) {
      rules.append(reader.keyword("if", .conditional(if: condition, then: yes, else: no)))
    }
  }

  mutating func references(_ reader: inout KeywordReader, _ rules: inout [SchemaKeyword]) {
    if let text = reader.keywords["$ref"]?.stringValue, let target = find(text, "$ref", &reader) {
      rules.append(reader.keyword("$ref", .reference(index(of: target))))
    }
    guard let text = reader.keywords["$dynamicRef"]?.stringValue, let target = find(text, "$dynamicRef", &reader)
    else { return }
    let anchor = URIReference(text).fragment.flatMap(URIReference.percentDecoded) ?? ""
    let initial = index(of: target)
    // Core, section 8.2.3.2: dynamic only if the first look ends at a dynamic anchor of that name.
    let isDynamic = registry.sites[target]?.value["$dynamicAnchor"]?.stringValue == anchor
    rules.append(
      reader.keyword(
        "$dynamicRef", isDynamic ? .dynamicReference(anchor: anchor, initial: initial) : .reference(initial)))
  }

  private mutating func find(
    _ text: String, _ keyword: String, _ reader: inout KeywordReader
  ) -> SchemaRegistry.Place? {
    if let place = registry.find(text, from: reader.site.base) { return place }
    let isOutside =
      registry.resources[URIReference(text).resolved(against: reader.site.base).withoutFragment.text] == nil
    reader.add(
      .reference, keyword,
      isOutside
        ? Text(
          en: "\"\(text)\" leads out of the document, and nothing is fetched", ja: "「\(text)」はこの文書の外を指しています。外部は参照しません")
        : Text(en: "\"\(text)\" leads to no schema", ja: "「\(text)」の指す先にスキーマがありません"),
      help: isOutside ? Text(en: "copy the schema into $defs", ja: "そのスキーマを $defs に写してください") : nil)
    return nil
  }
}
