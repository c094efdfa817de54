package import Diagnostics

/// What is wrong with a schema, for its author.
package struct SchemaError: Sendable, Hashable {
  package enum Code: String, Sendable, Hashable {
    /// The value of a keyword has the wrong type or is out of range.
    case keywordValue = "J201"
    /// A keyword that is not known here, or belongs to another version of JSON Schema.
    case keyword = "J202"
    case format = "J203"
    /// A pattern that is malformed or needs backtracking.
    case pattern = "J204"
    /// A reference that leads nowhere, or out of the document.
    case reference = "J205"
    /// A schema that refers to itself without going deeper into the data.
    case noProgress = "J206"
    /// Deeper or larger than is read.
    case size = "J207"
    /// A `$schema` other than 2020-12.
    case dialect = "J208"
  }

  package let code: Code
  /// JSON pointer to the keyword at fault.
  package let pointer: String
  package let message: Text
  package let help: Text?

  init(_ code: Code, at pointer: String, _ message: Text, help: Text? = nil) {
    self.code = code
    self.pointer = pointer
    self.message = message
    self.help = help
  }

  package func diagnostic(at location: Location? = nil) -> Diagnostic {
    Diagnostic(code.rawValue, .error, message, at: location, help: help)
  }
}

/// Everything that is wrong with a schema, in the order of the pointers.
package struct SchemaErrors: Error, Sendable, Hashable {
  package let errors: [SchemaError]

  init(_ errors: [SchemaError]) {
    self.errors = errors.sorted { ($0.pointer, $0.code.rawValue) < ($1.pointer, $1.code.rawValue) }
  }

  /// One diagnostic an error; `location` says where in a file a JSON pointer of the schema stands.
  package func diagnostics(at location: (String) -> Location?) -> [Diagnostic] {
    errors.map { $0.diagnostic(at: location($0.pointer)) }
  }
}
