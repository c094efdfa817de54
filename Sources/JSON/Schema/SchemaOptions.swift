/// How a schema is read.
package struct SchemaOptions: Sendable, Hashable {
  /// Whether `format` refuses data (item data) or is an annotation (the standard's default).
  package var assertsFormat: Bool
  /// Whether keywords and formats that are not known here are errors (a misspelt `minLenght` checks nothing) or
  /// annotations, as the standard has it. `x-…` is always an annotation.
  package var refusesUnknown: Bool
  /// Whether `title` and `description` may be `{en: …, ja: …}`.
  package var allowsBilingualTexts: Bool
  /// Violations reported for one value; the rest are not looked for.
  package var violationLimit = 100

  /// For the data of workflow definitions.
  package static let definition = SchemaOptions(
    assertsFormat: true, refusesUnknown: true, allowsBilingualTexts: true)
  /// As JSON Schema 2020-12 says, and nothing else.
  package static let conformance = SchemaOptions(
    assertsFormat: false, refusesUnknown: false, allowsBilingualTexts: false)

  package init(assertsFormat: Bool, refusesUnknown: Bool, allowsBilingualTexts: Bool) {
    self.assertsFormat = assertsFormat
    self.refusesUnknown = refusesUnknown
    self.allowsBilingualTexts = allowsBilingualTexts
  }
}
