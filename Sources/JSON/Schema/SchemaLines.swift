import Diagnostics

/// The line protocol of `sekisho debug json-schema`, by which a conformance suite is run from outside: every line asks
/// `{"id": …, "schema": …, "data": …}`, every answer is `{"id": …, "valid": true or false}`, or `{"id": …, "error": …}`
/// for a schema or a line that cannot be used. `format` is an annotation here.
package enum SchemaLines {
  /// The answer to one line, without line break.
  package static func answer(_ line: String) -> String {
    let request: JSONValue
    do {
      request = try JSONValue(parsing: line)
    } catch {
      return failure(id: .null, error.message.en)
    }
    let id = request["id"] ?? .null
    guard let schema = request["schema"], let data = request["data"] else {
      return failure(id: id, "the line needs id, schema and data")
    }
    do {
      let isValid = try JSONSchema(schema, options: .conformance).isValid(data)
      return JSONValue.object(["id": id, "valid": .bool(isValid)]).canonicalText
    } catch {
      return failure(id: id, error.errors.map { "\($0.pointer): \($0.message.en)" }.joined(separator: "; "))
    }
  }

  private static func failure(id: JSONValue, _ message: String) -> String {
    JSONValue.object(["id": id, "error": .string(message)]).canonicalText
  }
}
