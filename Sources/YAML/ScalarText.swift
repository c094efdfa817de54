import Diagnostics

/// The value of a scalar worked out again from its source bytes, by the productions of YAML 1.2.2, chapters 7 and 8.
///
/// It serves twice. Every scalar of libyaml is compared with it, so that a scalar that libyaml reads by other rules
/// is refused, not misread. And it remembers which bytes became which, so that an error inside an expression can be
/// drawn in the file.
struct ScalarText {
  /// A piece of the value and the piece of the file it came from. Pieces of equal length correspond byte by byte.
  struct Piece {
    let value: Range<Int>
    let source: Range<Int>
  }

  enum Failure: Error {
    /// A line of a multi-line scalar is indented too little.
    case indentation(at: Int)
    /// A leading blank line of a block scalar is longer than the indentation of its first line.
    case leadingBlankLine(at: Int)
    /// `|2` at the top of a document: readers disagree about what the two spaces are counted from.
    case topLevelIndicator(at: Int)
    /// A comment in a block header that follows the indicators directly.
    case comment(at: Int)
    /// Not a scalar of this style.
    case malformed(at: Int)
  }

  private(set) var bytes: [UInt8] = []
  private(set) var pieces: [Piece] = []
  /// Where the content ends in the file, without trailing blank lines.
  var contentEnd = 0

  /// - Parameters:
  ///   - span: the token of libyaml: with quotes, or from the block indicator on.
  ///   - blockIndent: column of the enclosing block collection, -1 at the top of a document.
  static func decode(
    _ source: [UInt8], _ span: Span, _ style: YAMLScalar.Style, _ blockIndent: Int
  ) throws(Failure) -> ScalarText {
    switch style {
    case .plain, .singleQuoted, .doubleQuoted:
      var decoder = FlowScalarDecoder(source, span, style, minimumIndent: blockIndent + 1)
      return try decoder.decode()
    case .literal, .folded:
      var decoder = BlockScalarDecoder(source, span.lower, folded: style == .folded, blockIndent)
      return try decoder.decode()
    }
  }

  mutating func copy(_ source: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    append(source[range], from: range)
  }

  mutating func append(_ value: some Collection<UInt8>, from range: Range<Int>) {
    let start = bytes.count
    bytes.append(contentsOf: value)
    pieces.append(Piece(value: start..<bytes.count, source: range))
  }

  /// Precondition: `0 <= lower <= upper <= bytes.count`.
  func sourceSpan(_ lower: Int, _ upper: Int, of span: Span) -> Span {
    guard let first = piece(holding: min(lower, max(bytes.count - 1, 0))) else {
      return Span(span.lower, span.lower)
    }
    let start = lower < first.value.upperBound ? first.start(of: lower) : first.source.upperBound
    guard upper > lower, let last = piece(holding: upper - 1) else { return Span(start, start) }
    return Span(start, max(start, last.end(of: upper)))
  }

  private func piece(holding offset: Int) -> Piece? {
    var low = 0
    var high = pieces.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if pieces[middle].value.lowerBound <= offset { low = middle } else { high = middle }
    }
    return low < pieces.count ? pieces[low] : nil
  }
}

extension ScalarText.Piece {
  private var isVerbatim: Bool { value.count == source.count }

  fileprivate func start(of offset: Int) -> Int {
    isVerbatim ? source.lowerBound + (offset - value.lowerBound) : source.lowerBound
  }

  fileprivate func end(of offset: Int) -> Int {
    isVerbatim ? source.lowerBound + (offset - value.lowerBound) : source.upperBound
  }
}
