/// What an expression may refer to: variables with their types, and functions.
///
/// Build one per kind of expression and keep it: compiling against it is cheap, and expressions and activations of one
/// environment share the numbering of variables.
package struct CELEnvironment: Sendable {
  package let variables: [String: CELType]
  package private(set) var functions: [String: FunctionDeclaration]
  let layout: VariableLayout
  /// Whether some variable's name has dots, so that `a.b` may be one name.
  let hasDottedNames: Bool
  /// Whether constant patterns, timestamps and durations are tried when compiled. The conformance tests expect such
  /// mistakes at evaluation.
  package var validatesLiterals = true
  /// Whether nullable types fit their plain ones without a look at null, as in the language's own checker; strictly a
  /// nullable value needs `x != null` before it.
  package var isLenientAboutNull = false
  /// Whether `has`, `all`, `map` … are macros; off only to test the bare grammar.
  package var expandsMacros = true

  /// The standard library and all extensions are always there; `functions` adds overloads or functions to them.
  package init(variables: [String: CELType], functions: [FunctionDeclaration] = []) {
    self.variables = variables
    self.functions = Library.functions
    layout = VariableLayout(variables.keys.sorted())
    hasDottedNames = variables.keys.contains { $0.contains(".") }
    for function in functions {
      if var known = self.functions[function.name] {
        known.overloads += function.overloads
        self.functions[function.name] = FunctionDeclaration(
          function.name, known.documentation, cost: max(known.cost, function.cost),
          isPure: known.isPure && function.isPure, known.overloads)
      } else {
        self.functions[function.name] = function
      }
    }
  }

  /// Equal where expressions and activations share the numbering of variables, so that an activation may be kept.
  package var layoutIdentity: ObjectIdentifier { ObjectIdentifier(layout) }

  /// The names that denote types.
  static let typeNames: [String: CELType] = [
    "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
    "null_type": .null, "list": .list(.dyn), "map": .map(.dyn, .dyn), "type": .type(nil),
    "google.protobuf.Timestamp": .timestamp, "google.protobuf.Duration": .duration,
    "optional_type": .optional(.dyn), "dyn": .dyn,
  ]
}
