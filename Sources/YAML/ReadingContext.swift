package import Diagnostics

/// Where a reading is and where it reports.
package struct ReadingContext {
  package let findings: Findings
  package let path: FieldPath
  /// What is underlined when something is missing: the key of the value, or the first line of the file.
  package let owner: Location

  package init(_ findings: Findings, path: FieldPath = FieldPath(), owner: Location) {
    self.findings = findings
    self.path = path
    self.owner = owner
  }

  func entering(_ path: FieldPath, owner: Location) -> ReadingContext {
    ReadingContext(findings, path: path, owner: owner)
  }

  /// Reports with a note that says where in the tree, which the line alone may not show under aliases and long lists.
  package func report(_ code: String, _ message: Text, at location: Location, help: Text? = nil) {
    var notes: [Diagnostic.Note] = []
    if !path.isEmpty { notes = [Diagnostic.Note(Text(en: "in \(path)", ja: "\(path) の中"))] }
    findings.report(Diagnostic(code, .error, message, at: location, notes: notes, help: help))
  }

  func report(_ code: YAMLCode, _ message: Text, at location: Location, help: Text? = nil) {
    report(code.rawValue, message, at: location, help: help)
  }
}
