import Diagnostics
import JSON
import YAML

/// Compiles JSON Schemas that stand in YAML files, and puts their mistakes where they were written.
enum SchemaCompiler {
  static func compile(_ schema: JSONValue, at node: YAMLNode, _ findings: Findings) -> JSONSchema? {
    do throws(SchemaErrors) {
      return try JSONSchema(schema)
    } catch {
      findings.report(error.diagnostics { node.location(at: $0) })
      return nil
    }
  }
}
