import Diagnostics

/// The keywords of JSON Schema 2020-12 and where schemas stand in them.
///
/// All assertions and applicators of the dialect are checked. Outside the subset, and refused: `$vocabulary` of other
/// dialects (a schema has the one meaning), references out of the document other than to the dialect itself, and what
/// older drafts have (`definitions`, `dependencies`, `additionalItems`, `id`, `$recursiveRef`, `items` with a list).
enum SchemaKeywords {
  /// Keywords whose value is a schema.
  static let single: Set<String> = [
    "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "propertyNames", "then",
    "unevaluatedItems",
    "unevaluatedProperties",
  ]
  /// A list of schemas.
  static let lists: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
  /// An object of schemas.
  static let maps: Set<String> = ["$defs", "dependentSchemas", "patternProperties", "properties"]

  static let assertions: Set<String> = [
    "const", "dependentRequired", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maxItems",
    "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum",
    "multipleOf", "pattern", "required", "type", "uniqueItems",
  ]
  static let core: Set<String> = [
    "$anchor", "$comment", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema", "$vocabulary",
  ]
  /// Kept for readers of the schema, never checked.
  static let annotations: Set<String> = [
    "contentEncoding", "contentMediaType", "default", "deprecated", "description", "examples",
    "readOnly", "title", "writeOnly",
  ]

  static let known = single.union(lists).union(maps).union(assertions).union(core).union(annotations)

  static func isExtension(_ keyword: String) -> Bool { keyword.hasPrefix("x-") }

  /// What to write instead of a keyword of another draft.
  static func replacement(for keyword: String) -> Text? {
    switch keyword {
    case "definitions": Text(en: "use $defs", ja: "$defs を使ってください")
    case "id": Text(en: "use $id", ja: "$id を使ってください")
    case "dependencies":
      Text(en: "use dependentRequired or dependentSchemas", ja: "dependentRequired か dependentSchemas を使ってください")
    case "additionalItems": Text(en: "use prefixItems and items", ja: "prefixItems と items を使ってください")
    case "$recursiveRef": Text(en: "use $dynamicRef", ja: "$dynamicRef を使ってください")
    case "$recursiveAnchor": Text(en: "use $dynamicAnchor", ja: "$dynamicAnchor を使ってください")
    case "nullable":
      Text(en: "list \"null\" among the types", ja: "type に \"null\" を加えてください")
    default:
      Suggestion.nearest(to: keyword, in: known).map {
        Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか")
      }
    }
  }
}
