import Diagnostics

/// A regular expression whose matching time is linear in the text, whatever the pattern: there is no backtracking.
///
/// Texts are matched as UTF-8. Searches are not anchored. Case counts, `^` and `$` are the ends of the text.
package struct LinearPattern: Sendable {
  /// Which syntax `source` is written in.
  package enum Dialect: String, Sendable, Hashable {
    /// RE2's own (https://github.com/google/re2/wiki/Syntax), the syntax and meaning that CEL's `matches` has.
    case re2
    /// ECMA-262 with the `u` flag, as JSON Schema's `pattern` is read; without what needs backtracking.
    case ecma
  }

  package let source: String
  package let dialect: Dialect
  private let program: Program

  package init(re2 pattern: String, limits: PatternLimits = PatternLimits()) throws(PatternError) {
    try Self.checkLength(pattern, limits)
    program = try Program(pattern, memory: limits.memory, reportsPlaces: true)
    source = pattern
    dialect = .re2
  }

  package init(ecma pattern: String, limits: PatternLimits = PatternLimits()) throws(PatternError) {
    try Self.checkLength(pattern, limits)
    var translation = ECMATranslation(pattern)
    program = try Program(try translation.re2(), memory: limits.memory, reportsPlaces: false)
    source = pattern
    dialect = .ecma
  }

  /// Instructions that a byte of text may cost at worst; for cost accounting.
  package var programSize: Int { program.size }

  /// Capture groups, the whole match not counted.
  package var groupCount: Int { program.groupNames.count }

  /// The names of the capture groups in order; nil for a group without one.
  package var groupNames: [String?] { program.groupNames }

  /// Whether some part of the text matches.
  package func matches(_ text: String) -> Bool {
    program.find(in: text, from: 0, groups: 0) != nil
  }

  /// The leftmost match that begins at or after byte `offset` of the text's UTF-8; `^` and `\b` see what is before it.
  package func firstMatch(in text: String, from offset: Int = 0) -> PatternMatch? {
    program.find(in: text, from: offset, groups: groupCount + 1).map { PatternMatch(groups: $0) }
  }

  /// Leftmost matches that do not overlap, at most `limit` of them. A match of nothing right where the match before
  /// it ended is left out, as RE2's own GlobalReplace does.
  package func allMatches(in text: String, limit: Int = .max) -> [PatternMatch] {
    var matches: [PatternMatch] = []
    var text = text
    text.makeContiguousUTF8()
    let length = text.utf8.count
    var offset = 0
    while offset <= length, matches.count < limit, let match = firstMatch(in: text, from: offset) {
      let isLeftOver = match.range.isEmpty && match.range.lowerBound == matches.last?.range.upperBound
      if !isLeftOver { matches.append(match) }
      offset = match.range.isEmpty ? Self.nextScalar(after: match.range.lowerBound, in: text) : match.range.upperBound
    }
    return matches
  }

  private static func nextScalar(after offset: Int, in text: String) -> Int {
    let utf8 = text.utf8
    var index = utf8.index(utf8.startIndex, offsetBy: offset)
    guard index < utf8.endIndex else { return offset + 1 }
    var next = offset
    repeat {
      utf8.formIndex(after: &index)
      next += 1
    } while index < utf8.endIndex && utf8[index] & 0xC0 == 0x80
    return next
  }

  private static func checkLength(_ pattern: String, _ limits: PatternLimits) throws(PatternError) {
    guard pattern.utf8.count > limits.scalars, pattern.unicodeScalars.count > limits.scalars else { return }
    throw PatternError(
      Text(
        en: "the pattern has \(pattern.unicodeScalars.count) characters; at most \(limits.scalars) are allowed",
        ja: "パターンが \(pattern.unicodeScalars.count) 文字あります。上限は \(limits.scalars) 文字です"))
  }
}

extension LinearPattern: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.source == right.source && left.dialect == right.dialect
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(dialect)
  }
}
