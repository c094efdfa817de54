/// A compiled JSON Schema 2020-12 (https://json-schema.org/draft/2020-12), ready to check values. Immutable and cheap to
/// copy; compiling costs far more than checking, so keep it.
///
/// `pattern` and `patternProperties` are ECMA-262 in linear time; numbers are compared and divided exactly; strings are
/// equal by code points. Checking is bounded in depth and in steps, whatever schema and value say.
/// What is outside the subset stands at `SchemaKeywords`.
package struct JSONSchema: Sendable {
  /// The document it was compiled from, annotations and all.
  package let document: JSONValue
  private let compiled: CompiledSchema

  /// All mistakes of the document are reported at once.
  package init(_ document: JSONValue, options: SchemaOptions = .definition) throws(SchemaErrors) {
    var compiler = SchemaCompiler(options: options)
    compiled = try compiler.compile(document)
    self.document = document
  }

  /// Whether a value fits. Stops at the first violation and allocates almost nothing.
  package func isValid(_ value: JSONValue) -> Bool {
    var evaluator = SchemaEvaluator(compiled, collects: false)
    return evaluator.check(compiled.root, value) && !evaluator.isExhausted
  }

  /// Every violation, in the order of the instance's members by name; at most `SchemaOptions.violationLimit`.
  package func validate(_ value: JSONValue) -> [SchemaViolation] {
    if isValid(value) { return [] }
    var evaluator = SchemaEvaluator(compiled, collects: true)
    _ = evaluator.check(compiled.root, value)
    return evaluator.outcome
  }
}
