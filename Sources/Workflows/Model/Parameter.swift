package import Diagnostics
package import JSON

/// An effective-dated table: which value was in force on a day.
package struct Parameter: Sendable {
  package struct Key: Sendable {
    package let name: String
    package let values: [String]
  }

  package struct Period: Sendable {
    package let from: Day
    /// Last day in force; nil: until further notice.
    package let to: Day?
    package let source: String?
    /// Nested objects, one level a key.
    package let table: JSONValue
  }

  package let name: ParameterName
  package let title: Text
  package let schema: JSONValue
  package let keys: [Key]
  /// By `from`, without overlap.
  package let periods: [Period]
  /// Of a value.
  package let shape: DataShape

  package init(name: ParameterName, title: Text, schema: JSONValue, keys: [Key], periods: [Period]) {
    self.name = name
    self.title = title
    self.schema = schema
    self.keys = keys
    self.periods = periods
    shape = SchemaShape.shape(of: schema, name: name.text)
  }

  package func period(on day: Day) -> Period? {
    periods.last { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }
  }

  /// The value in force; nil when no period covers the day or the table has no such entry.
  package func value(_ keys: [String], on day: Day) -> JSONValue? {
    guard var value = period(on: day)?.table else { return nil }
    for key in keys {
      guard case .object(let fields) = value, let next = fields[key] else { return nil }
      value = next
    }
    return value
  }
}
