/// A half-open range of UTF-8 bytes in one source file.
package struct Span: Sendable, Hashable {
  package let lower: Int
  package let upper: Int

  /// Precondition: `0 <= lower <= upper`.
  package init(_ lower: Int, _ upper: Int) {
    precondition(0 <= lower && lower <= upper, "a span runs forward")
    self.lower = lower
    self.upper = upper
  }

  /// The smallest span that covers both.
  package func union(_ other: Span) -> Span {
    Span(min(lower, other.lower), max(upper, other.upper))
  }
}

/// A place for people: line and column count from 1, the column in characters (grapheme clusters).
package struct Position: Sendable, Hashable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// The bytes of one file, with a table of line starts. A class because every node and diagnostic refers to it.
package final class SourceFile: Sendable {
  /// The path as the user gave it, or a name in angle brackets such as `<standard input>`.
  package let name: String
  package let bytes: [UInt8]
  private let lineStarts: [Int]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
    lineStarts = starts
  }

  package convenience init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The 0-based index of the line that holds `offset`; offsets past the end belong to the last line.
  package func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Byte range of a 0-based line, without its line break.
  package func lineRange(_ index: Int) -> Span {
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return Span(start, max(start, end))
  }

  package func position(of offset: Int) -> Position {
    let clamped = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: clamped)
    let prefix = text(Span(lineRange(line).lower, max(lineRange(line).lower, clamped)))
    return Position(line: line + 1, column: prefix.count + 1)
  }

  /// The bytes of a span as text; invalid UTF-8 shows as U+FFFD.
  package func text(_ span: Span) -> String {
    let upper = min(span.upper, bytes.count)
    let lower = min(span.lower, upper)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }
}
