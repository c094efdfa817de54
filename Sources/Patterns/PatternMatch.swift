/// One match of a pattern in a text: byte ranges of the text's UTF-8.
package struct PatternMatch: Sendable, Hashable {
  /// The whole match first, then each capture group; nil for a group that took no part.
  package let groups: [Range<Int>?]

  init(groups: [Range<Int>?]) { self.groups = groups }

  /// The whole match.
  package var range: Range<Int> { groups[0] ?? 0..<0 }

  /// The text of a group (0 is the whole match) in the text that was searched; nil for one that took no part.
  package func text(of group: Int, in text: String) -> Substring? {
    guard groups.indices.contains(group), let range = groups[group] else { return nil }
    let utf8 = text.utf8
    let lower = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return text[lower..<utf8.index(lower, offsetBy: range.count)]
  }
}
