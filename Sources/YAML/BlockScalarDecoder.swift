import Diagnostics

/// Literal and folded scalars (YAML 1.2.2, section 8.1).
struct BlockScalarDecoder {
  private struct Line {
    let text: Range<Int>
    let lineBreak: Range<Int>
    var isEmpty: Bool { text.isEmpty }
  }

  private enum Chomping {
    case strip
    case clip
    case keep
  }

  private let source: [UInt8]
  private let folded: Bool
  private let blockIndent: Int
  private var at: Int
  private var chomping = Chomping.clip
  private var explicitIndent: Int?
  private var text = ScalarText()

  init(_ source: [UInt8], _ start: Int, folded: Bool, _ blockIndent: Int) {
    self.source = source
    self.folded = folded
    self.blockIndent = blockIndent
    at = start
  }

  mutating func decode() throws(ScalarText.Failure) -> ScalarText {
    try header()
    text.contentEnd = at
    skipBreak()
    let lines = lines(indent: try contentIndent())
    guard let last = lines.lastIndex(where: { !$0.isEmpty }) else {
      if chomping == .keep { for line in lines { appendBreak(line) } }
      return text
    }
    text.contentEnd = lines[last].text.upperBound
    join(lines[...last])
    if chomping != .strip { appendBreak(lines[last]) }
    if chomping == .keep { for line in lines[(last + 1)...] { appendBreak(line) } }
    return text
  }

  /// `|` or `>`, indentation and chomping indicators in either order, a comment; stops at the line break.
  private mutating func header() throws(ScalarText.Failure) {
    let start = at
    at += 1
    var sawChomping = false
    while let byte = peek() {
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), !sawChomping {
        chomping = byte == UInt8(ascii: "+") ? .keep : .strip
        sawChomping = true
      } else if byte.isDigit, byte != UInt8(ascii: "0"), explicitIndent == nil {
        explicitIndent = Int(byte - UInt8(ascii: "0"))
      } else {
        break
      }
      at += 1
    }
    let afterIndicators = at
    while let byte = peek(), byte.isBlank { at += 1 }
    if peek() == UInt8(ascii: "#") {
      guard at > afterIndicators else { throw .comment(at: at) }
      while let byte = peek(), !byte.isBreak { at += 1 }
    }
    if let byte = peek(), !byte.isBreak { throw .malformed(at: at) }
    if explicitIndent != nil, blockIndent < 0 { throw .topLevelIndicator(at: start) }
  }

  /// The indentation of the content: as indicated, or that of the first line that is not empty.
  private func contentIndent() throws(ScalarText.Failure) -> Int {
    if let explicitIndent { return blockIndent + explicitIndent }
    var line = at
    var longest = 0
    var longestAt = line
    while true {
      var next = line
      while next < source.count, source[next] == UInt8(ascii: " ") { next += 1 }
      let spaces = next - line
      guard next == source.count || source[next].isBreak else {
        if spaces <= blockIndent || isDocumentMarker(line) { return max(longest, blockIndent + 1) }
        if longest > spaces { throw .leadingBlankLine(at: longestAt) }
        return spaces
      }
      if spaces > longest { (longest, longestAt) = (spaces, line) }
      if next == source.count { return max(longest, blockIndent + 1) }
      line = afterBreak(next)
    }
  }

  /// Lines of content and empty lines between and after them, up to the first line indented less.
  private mutating func lines(indent: Int) -> [Line] {
    var lines: [Line] = []
    while at < source.count {
      var start = at
      while start < source.count, start - at < indent, source[start] == UInt8(ascii: " ") { start += 1 }
      if start == source.count { break }
      let isEmpty = source[start].isBreak
      if !isEmpty, start - at < indent || isDocumentMarker(at) { break }
      var end = start
      while end < source.count, !source[end].isBreak { end += 1 }
      let next = afterBreak(end)
      lines.append(Line(text: start..<end, lineBreak: end..<next))
      at = next
    }
    return lines
  }

  private mutating func join(_ lines: ArraySlice<Line>) {
    var previous: Line?
    var emptyLines = 0
    for (place, line) in zip(lines.indices, lines) {
      if line.isEmpty {
        emptyLines += 1
        continue
      }
      if let previous {
        let gap = previous.text.upperBound..<line.text.lowerBound
        let keepsBreaks = !folded || source[previous.text.lowerBound].isBlank || source[line.text.lowerBound].isBlank
        if keepsBreaks { appendBreak(previous) }
        if emptyLines > 0 {
          for empty in lines[(place - emptyLines)..<place] { appendBreak(empty) }
        } else if !keepsBreaks {
          text.append(CollectionOfOne(UInt8(ascii: " ")), from: gap)
        }
      } else {
        for empty in lines[(place - emptyLines)..<place] { appendBreak(empty) }
      }
      text.copy(source, line.text)
      previous = line
      emptyLines = 0
    }
  }

  /// A line feed, unless the file ends there without one.
  private mutating func appendBreak(_ line: Line) {
    guard !line.lineBreak.isEmpty else { return }
    text.append(CollectionOfOne(UInt8(ascii: "\n")), from: line.lineBreak)
  }

  private func isDocumentMarker(_ line: Int) -> Bool {
    guard line + 3 <= source.count else { return false }
    let marker = source[line..<line + 3]
    guard marker.allSatisfy({ $0 == UInt8(ascii: "-") }) || marker.allSatisfy({ $0 == UInt8(ascii: ".") }) else {
      return false
    }
    return line + 3 == source.count || source[line + 3].isBlank || source[line + 3].isBreak
  }

  private func peek() -> UInt8? { at < source.count ? source[at] : nil }

  private mutating func skipBreak() {
    if at < source.count { at = afterBreak(at) }
  }

  private func afterBreak(_ offset: Int) -> Int {
    guard offset < source.count else { return offset }
    let isPair =
      source[offset] == UInt8(ascii: "\r") && offset + 1 < source.count && source[offset + 1] == UInt8(ascii: "\n")
    return offset + (isPair ? 2 : 1)
  }
}
