package import Diagnostics
package import JSON

/// The item's data: its JSON Schema as validator, and the types it gives to expressions.
package struct DataModel: Sendable {
  package struct Field: Sendable {
    package let name: FieldName
    package let title: Text
    package let shape: DataShape
    package let isRequired: Bool
    /// `x-unit`, such as JPY.
    package let unit: String?
    package let audience: Audience?
    /// `x-set-by`; nil: whoever an act, an edit right or an effect lets.
    package let author: Author?
  }

  package enum Author: String, Sendable, Hashable, CaseIterable {
    /// Facts read from a document: only the intake that read it gives them.
    case intake
  }

  package let schema: JSONValue
  /// With `required` enforced: from the first transition on.
  package let strict: JSONSchema
  /// Without the top level's `required`: drafts.
  package let lenient: JSONSchema
  /// A record: the types of the fields.
  package let shape: DataShape
  /// In the order of the file.
  package let fields: [Field]
  package let byName: [FieldName: Field]

  package init(schema: JSONValue, strict: JSONSchema, lenient: JSONSchema, shape: DataShape, fields: [Field]) {
    self.schema = schema
    self.strict = strict
    self.lenient = lenient
    self.shape = shape
    self.fields = fields
    byName = Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
