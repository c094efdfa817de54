package import Diagnostics
import Workflows
import YAML

/// Misspelt names, put right: what `workflow check --fix` does.
///
/// A diagnostic that ends in "did you mean …?" has a place and a replacement. It is applied only where nothing else
/// could have been meant: one declared name is near, and with the replacement the mistake is gone and none is new.
package struct NameFixes {
  package struct Fix: Sendable, Equatable {
    package let span: Span
    package let wrong: String
    package let right: String
  }

  private let source: SourceFile
  private let names: [String: Set<String>]

  package init(_ source: SourceFile) {
    self.source = source
    names = Self.declared(in: source)
  }

  /// The fixes that leave no doubt, in the order of the file; diagnostics of other files do not count.
  package func fixes(for diagnostics: [Diagnostic]) -> [Fix] {
    var found: [Fix] = []
    for diagnostic in diagnostics {
      guard let location = diagnostic.location, location.source === source, let right = Self.suggestion(diagnostic)
      else { continue }
      let wrong = Self.bare(source.text(location.span))
      guard !wrong.isEmpty, wrong != right, isAlone(right, for: wrong, code: diagnostic.code),
        let at = source.text(location.span).utf8.firstRange(of: wrong.utf8)
      else { continue }
      let offset =
        location.span.lower
        + source.text(location.span).utf8.distance(
          from: source.text(location.span).utf8.startIndex, to: at.lowerBound)
      let fix = Fix(span: Span(offset, offset + wrong.utf8.count), wrong: wrong, right: right)
      if !found.contains(where: { $0.span.lower < fix.span.upper && fix.span.lower < $0.span.upper }) {
        found.append(fix)
      }
    }
    return found.sorted { $0.span.lower < $1.span.lower }
  }

  /// The file with each fix that helps: it takes its diagnostic away and brings no other.
  ///
  /// - Parameter check: all diagnostics of the file as it would be.
  package func applied(
    _ diagnostics: [Diagnostic], check: (SourceFile) -> [Diagnostic]
  ) -> (text: String, fixes: [Fix]) {
    var kept: [Fix] = []
    var count = diagnostics.count
    for fix in fixes(for: diagnostics) {
      let trial = SourceFile(name: source.name, bytes: bytes(with: kept + [fix]))
      let after = check(trial).count
      if after < count {
        kept.append(fix)
        count = after
      }
    }
    return (String(decoding: bytes(with: kept), as: UTF8.self), kept)
  }

  private func bytes(with fixes: [Fix]) -> [UInt8] {
    var bytes = source.bytes
    for fix in fixes.sorted(by: { $0.span.lower > $1.span.lower }) {
      bytes.replaceSubrange(fix.span.lower..<fix.span.upper, with: fix.right.utf8)
    }
    return bytes
  }

  /// The one replacement a diagnostic names. The words are those of every "did you mean" of this program.
  private static func suggestion(_ diagnostic: Diagnostic) -> String? {
    guard let help = diagnostic.help?.en, let start = help.firstRange(of: "did you mean \""),
      let end = help[start.upperBound...].firstIndex(of: "\"")
    else { return nil }
    let name = String(help[start.upperBound..<end])
    return name.isEmpty || name.contains(" ") ? nil : name
  }

  /// A name without quotes, sigils and paths: of `"data.subjekt"` the last part.
  private static func bare(_ text: String) -> String {
    let word = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" && $0 != "$" }
    return word.last.map(String.init) ?? ""
  }

  /// Whether no other declared name of the kind is near too.
  private func isAlone(_ right: String, for wrong: String, code: String) -> Bool {
    guard let kind = Self.kinds[code], let known = names[kind] else { return true }
    return Suggestion.nearest(to: wrong, in: known.subtracting([right])) == nil
  }

  /// The section in which the names of a code are declared.
  private static let kinds = [
    "E201": "states", "E202": "roles", "E203": "data", "E204": "duties", "E205": "transitions", "E206": "documents",
    "E211": "keys",
  ]

  private static func declared(in source: SourceFile) -> [String: Set<String>] {
    guard let node = YAMLReader(limits: YAMLLimits(bytes: 4 << 20)).document(source, Findings()) else { return [:] }
    var names: [String: Set<String>] = [:]
    for section in Set(kinds.values) {
      let place = section == "data" ? node["data"]?["properties"] : node[section]
      names[section] = Set(place?.mapping?.entries.map(\.key.text) ?? [])
    }
    return names
  }
}
