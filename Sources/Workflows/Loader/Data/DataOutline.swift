import Diagnostics
import JSON
import YAML

/// The `data:` schema as written, and the types that follow from it. Needs no other part of the definition.
struct DataOutline {
  let node: YAMLNode
  let schema: JSONValue
  let shape: DataShape
  let fieldNames: [LocatedName]

  /// A schema that is no object was reported and stands for one of which nothing is known.
  init(_ node: YAMLNode?, workflow: String, at location: Location, _ findings: Findings) {
    let name = "\(workflow) data"
    guard let node, Self.isObject(node, findings) else {
      self.node = node ?? YAMLNode(.sequence([]), at: location)
      schema = .object(["type": "object"])
      shape = .anything
      fieldNames = []
      return
    }
    self.node = node
    schema = node.json(findings)
    shape = SchemaShape.shape(of: schema, name: name)
    fieldNames = (node["properties"]?.mapping?.entries ?? []).map { Located($0.key.text, at: $0.key.location) }
    for field in fieldNames { NameForm.snake.check(field, findings) }
  }

  private static func isObject(_ node: YAMLNode, _ findings: Findings) -> Bool {
    guard node["type"]?.scalar?.text == "object", node["properties"]?.mapping != nil else {
      findings.report(
        .dataObject,
        Text(
          en: "the data of an item are an object: \"type: object\" with \"properties\"",
          ja: "案件のデータはオブジェクトです。「type: object」と「properties」が必要です"), at: node["type"]?.location ?? node.location,
        help: Text(
          en: "write {type: object, additionalProperties: false, properties: {…}}",
          ja: "{type: object, additionalProperties: false, properties: {…}} の形で書いてください"))
      return false
    }
    return true
  }
}
