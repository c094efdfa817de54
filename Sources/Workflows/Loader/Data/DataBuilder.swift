import Diagnostics
import JSON
import YAML

/// Builds the data model: schemas compiled, annotations of fields read.
struct DataBuilder {
  let outline: DataOutline
  let vocabulary: Vocabulary
  let findings: Findings

  /// nil where the schema cannot be used.
  func model() -> DataModel? {
    let fields = outline.fieldNames.map { field($0) }
    checkRequired()
    guard let strict = SchemaCompiler.compile(outline.schema, at: outline.node, findings) else { return nil }
    var relaxed = outline.schema
    if case .object(var members) = outline.schema {
      members["required"] = nil
      relaxed = .object(members)
    }
    guard let lenient = SchemaCompiler.compile(relaxed, at: outline.node, Findings()) else { return nil }
    return DataModel(schema: outline.schema, strict: strict, lenient: lenient, shape: outline.shape, fields: fields)
  }

  private func checkRequired() {
    for node in outline.node["required"]?.sequence ?? [] {
      guard let name = node.scalar?.text, !vocabulary.has(name, .field) else { continue }
      findings.unknown(name, .field, known: vocabulary.known(.field), at: node.location)
    }
  }

  private func field(_ name: LocatedName) -> DataModel.Field {
    let node = outline.node["properties"]?[name.value]
    let member = outline.shape.members[name.value]
    return DataModel.Field(
      name: FieldName(name.value), title: title(of: name, node), shape: member?.shape ?? .anything,
      isRequired: member?.isRequired ?? false, unit: text("x-unit", node), audience: audience(node),
      author: author(node))
  }

  private func title(of name: LocatedName, _ node: YAMLNode?) -> Text {
    guard let title = node?["title"] else {
      findings.report(
        .fieldAnnotation, Text(en: "the field \"\(name.value)\" has no title", ja: "項目「\(name.value)」に title がありません"),
        at: name.location,
        help: Text(en: "add title: {en: …, ja: …}", ja: "title: {en: …, ja: …} を加えてください"))
      return .missing
    }
    let context = ReadingContext(findings, owner: name.location)
    return YAMLReading<Text>.bilingual.read(title, context) ?? .missing
  }

  private func text(_ keyword: String, _ node: YAMLNode?) -> String? {
    guard let value = node?[keyword] else { return nil }
    return YAMLReading<String>.string(length: 1...32).read(value, ReadingContext(findings, owner: value.location))
  }

  private func author(_ node: YAMLNode?) -> DataModel.Author? {
    guard let value = node?["x-set-by"] else { return nil }
    return YAMLReading.word(DataModel.Author.self).read(value, ReadingContext(findings, owner: value.location))
  }

  private func audience(_ node: YAMLNode?) -> Audience? {
    let until = node?["x-hidden-until"]
    guard let visible = node?["x-visible"] else {
      if let until {
        findings.report(
          .fieldAnnotation,
          Text(
            en: "\"x-hidden-until\" ends the limit of \"x-visible\", which is missing",
            ja: "「x-hidden-until」は「x-visible」の制限を終えるものですが、「x-visible」がありません"), at: until.location,
          help: Text(en: "add x-visible: [internal]", ja: "x-visible: [internal] を加えてください"))
      }
      return nil
    }
    let context = ReadingContext(findings, owner: visible.location)
    var field: FieldName?
    if let until, let name = YAMLReading<LocatedName>.located(.string).read(until, context) {
      field = vocabulary.resolve(name, .field)
    }
    return vocabulary.audience(YAMLReading<[LocatedName]>.names.read(visible, context) ?? [], until: field)
  }
}

extension Vocabulary {
  /// Those who may see something: `internal` or names of roles.
  func audience(_ names: [LocatedName], until: FieldName? = nil) -> Audience {
    let roles: [RoleName] = resolve(names.filter { $0.value != "internal" }, .role)
    return Audience(includesInternal: names.contains { $0.value == "internal" }, roles: Set(roles), until: until)
  }
}

extension DataShape {
  var members: [String: Member] {
    if case .record(_, let fields, _) = self { fields } else { [:] }
  }
}
