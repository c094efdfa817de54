package import CEL
package import Diagnostics
package import JSON

/// The item's data: its JSON Schema as validator, and the types it gives to expressions.
package struct DataModel: Sendable {
  package struct Field: Sendable {
    package let name: FieldName
    package let title: Text
    package let type: CELType
    package let isRequired: Bool
    package let unit: String?
    package let audience: Audience?
    /// `date` and `date-time` fields are timestamps in expressions.
    package let temporal: Temporal?
  }

  package enum Temporal: Sendable, Hashable {
    case date
    case dateTime
  }

  package let schema: JSONValue
  /// With `required` enforced: from the first transition on.
  package let strict: JSONSchema
  /// Without the top level's `required`: drafts.
  package let lenient: JSONSchema
  /// In the order of the file.
  package let fields: [Field]
  package let byName: [FieldName: Field]

  package init(schema: JSONValue, strict: JSONSchema, lenient: JSONSchema, fields: [Field]) {
    self.schema = schema
    self.strict = strict
    self.lenient = lenient
    self.fields = fields
    byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
