package import Diagnostics

/// Graphviz's SVG made fit for a page: no document type, a title and a description that screen readers find, and
/// nothing that runs.
package enum AccessibleSVG {
  package enum Fault: Error, Equatable {
    /// Not what Graphviz writes.
    case notSVG
  }

  /// - Parameters:
  ///   - svg: the output of `dot -Tsvg`.
  ///   - language: of `title` and `description`; nil where they are in both.
  package static func finished(
    _ svg: String, title: String, description: String, language: Language?
  ) throws(Fault) -> String {
    guard let start = svg.firstRange(of: "<svg"), let end = svg[start.upperBound...].firstIndex(of: ">"),
      !svg.contains("<script")
    else { throw .notSVG }
    let attributes = svg[start.upperBound..<end]
    let tongue = language.map { " xml:lang=\"\($0.rawValue)\" lang=\"\($0.rawValue)\"" } ?? ""
    let head =
      "<svg\(attributes) role=\"img\" aria-labelledby=\"diagram-title diagram-desc\"\(tongue)>\n"
      + "<title id=\"diagram-title\">\(escaped(title))</title>\n"
      + "<desc id=\"diagram-desc\">\(escaped(description))</desc>"
    return head + svg[svg.index(after: end)...]
  }

  static func escaped(_ text: String) -> String {
    text.printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
