import Diagnostics
import JSON
import YAML

/// Compiles JSON Schemas that stand in YAML files, and puts their mistakes where they were written.
enum SchemaCompiler {
  static func compile(_ schema: JSONValue, at node: YAMLNode, _ findings: Findings) -> JSONSchema? {
    do throws(SchemaErrors) {
      return try JSONSchema(schema)
    } catch {
      for error in error.errors {
        findings.report(error.diagnostic(at: node.location(at: error.pointer, ofKey: error.code == .keyword)))
      }
      return nil
    }
  }
}
