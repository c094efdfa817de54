package import Diagnostics

/// A note, key, entry or proof file that does not have its form.
package struct FormatError: Error, Hashable, Sendable {
  /// Which of the forms was being read.
  package enum Form: String, Sendable {
    case note, checkpoint, key, keyList = "key-list", entry, inclusionProof = "inclusion-proof"
    case consistencyProof = "consistency-proof"
  }

  package let form: Form
  /// Counted from one; nil where the form has no lines.
  package let line: Int?
  package let problem: Text

  init(_ form: Form, line: Int? = nil, en: String, ja: String) {
    self.form = form
    self.line = line
    problem = Text(en: en, ja: ja)
  }

  package var message: Text {
    guard let line else { return problem }
    return Text(en: "line \(line): \(problem.en)", ja: "\(line) 行目: \(problem.ja)")
  }
}
