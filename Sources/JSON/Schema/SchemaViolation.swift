package import Diagnostics

/// One way in which a value breaks a schema.
package struct SchemaViolation: Sendable, Hashable {
  /// JSON pointer into the value. For a missing member it is where the member would be.
  package let instancePointer: String
  /// JSON pointer into the schema document: the keyword that is broken, after all references.
  package let keywordPointer: String
  /// What is wrong, what was expected, what was found.
  package let message: Text
  /// For a choice of alternatives: why the nearest one does not fit.
  package let details: [SchemaViolation]

  /// The keyword's name.
  package var keyword: String {
    JSONPointer.tokens(keywordPointer)?.last ?? ""
  }

  init(
    instancePointer: String, keywordPointer: String, message: Text, details: [SchemaViolation] = []
  ) {
    self.instancePointer = instancePointer
    self.keywordPointer = keywordPointer
    self.message = message
    self.details = details
  }
}
