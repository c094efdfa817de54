import Diagnostics

/// Reads libyaml's tokens against the source and refuses what libyaml takes but YAML 1.2 does not, or takes for
/// something else.
///
/// libyaml was written for YAML 1.1 and is lenient beside: it starts a comment without a space before it, ignores the
/// indentation inside brackets and quotes, ends an anchor's name at a colon, takes `[?x]` for a key. Each rule here
/// names the section of YAML 1.2.2 that it holds. What no rule knows is still caught where it changes a scalar: every
/// scalar is decoded a second time by `ScalarText` and compared.
struct TokenCheck {
  /// What the composer cannot learn from events: where a scalar stands without its properties.
  struct Scalar {
    let span: Span
    let contentEnd: Int
    let blockIndent: Int
  }

  struct Outcome {
    var faults: [Diagnostic] = []
    /// In the order of the file.
    var scalars: [Scalar] = []
    /// From each `#` to the end of its line. Comments in the header of a block scalar are part of the scalar.
    var comments: [Span] = []
    /// False where the file is so deep or long that libyaml must not go on with it.
    var isBounded = true
  }

  private enum Previous {
    case none
    case directive
    case documentEnd
    case jsonLike
    case other
  }

  private static let faultLimit = 50

  private let source: SourceFile
  private let bytes: [UInt8]
  private let limits: YAMLLimits
  private let start: Int
  private var outcome = Outcome()
  private var blockIndents: [Int] = []
  private var flowDepth = 0
  private var cursor: Int
  private var previous = Previous.none

  init(_ input: Input, _ limits: YAMLLimits) {
    source = input.source
    bytes = input.bytes
    start = input.start
    self.limits = limits
    cursor = input.start
  }

  /// Stops at libyaml's first complaint, which the parser will repeat.
  mutating func run(_ parser: consuming LibYAMLParser) -> Outcome {
    while outcome.faults.count < Self.faultLimit {
      guard let token = try? parser.nextToken() else { return outcome }
      check(token)
      if case .streamEnd = token.kind { return outcome }
      let place = Location(source, Span(token.span.lower, token.span.lower))
      if blockIndents.count + flowDepth > limits.depth {
        outcome.faults.append(Faults.tooDeep(limits, place))
        outcome.isBounded = false
      } else if outcome.scalars.count > limits.nodes {
        outcome.faults.append(Faults.tooManyNodes(limits, place))
        outcome.isBounded = false
      }
      if !outcome.isBounded { return outcome }
    }
    return outcome
  }

  private mutating func check(_ token: LibYAMLToken) {
    let span = token.span
    switch token.kind {
    case .streamStart: return
    case .blockSequenceStart, .blockMappingStart:
      blockIndents.append(token.column)
      return
    case .blockEnd:
      _ = blockIndents.popLast()
      return
    case .streamEnd:
      checkGap(to: bytes.count)
      return
    case .key where span.lower == span.upper: return
    default: break
    }
    checkGap(to: span.lower)
    if flowDepth > 0 { checkFlowIndent(span.lower) }
    checkPlace(token)
    cursor = max(cursor, span.upper)
  }

  /// The rules of single tokens; sets `previous` for the next one.
  private mutating func checkPlace(_ token: LibYAMLToken) {
    let span = token.span
    let before = previous
    previous = .other
    switch token.kind {
    case .directive:
      // 9.2: directives follow the start of the stream or `...`.
      if before == .other || before == .jsonLike { report(Faults.lateDirective, span) }
      previous = .directive
    case .documentEnd: previous = .documentEnd
    case .flowSequenceStart, .flowMappingStart: flowDepth += 1
    case .flowSequenceEnd, .flowMappingEnd:
      if flowDepth == 0 { report(Faults.strayBracket, span) }
      flowDepth = max(0, flowDepth - 1)
      previous = .jsonLike
    case .key:
      // 7.4: `?` is an indicator only before white space; libyaml splits `[?x]`.
      if flowDepth > 0, !isSpaceOrEnd(span.upper) { report(Faults.questionMark, span) }
    case .value:
      // 7.4.2: a `:` that touches its value needs a quoted or bracketed key before it.
      if flowDepth > 0, before != .jsonLike, !isSpaceOrEnd(span.upper), !bytes[span.upper].isFlowIndicator {
        report(Faults.colon, span)
      }
    case .anchor, .alias:
      // 6.9.2: the name goes on to the next white space or flow indicator.
      if !isSpaceOrEnd(span.upper), !bytes[span.upper].isFlowIndicator { report(Faults.anchorName, rest(of: span)) }
    case .scalar(let style, let value):
      checkScalar(token, style, value)
      previous = style == .singleQuoted || style == .doubleQuoted ? .jsonLike : .other
    case .streamStart, .streamEnd, .documentStart, .blockSequenceStart, .blockMappingStart, .blockEnd, .blockEntry,
      .flowEntry, .tag:
      break
    }
  }

  private mutating func checkScalar(_ token: LibYAMLToken, _ style: YAMLScalar.Style, _ value: [UInt8]) {
    let span = token.span
    let blockIndent = blockIndents.last ?? -1
    var contentEnd = span.upper
    do {
      let decoded = try ScalarText.decode(bytes, span, style, blockIndent)
      contentEnd = decoded.contentEnd
      if decoded.bytes != value {
        let isWholeDocument = blockIndent < 0 && (style == .literal || style == .folded)
        report(isWholeDocument ? Faults.topLevelText : Faults.misread, Span(span.lower, max(span.lower, contentEnd)))
      }
    } catch {
      report(fault(error, style), span)
    }
    switch style {
    case .plain:
      // 7.3.3: in brackets a lone `-` is not a scalar.
      if flowDepth > 0, bytes[span.lower] == UInt8(ascii: "-"), span.upper == span.lower + 1 {
        report(Faults.loneDash, span)
      }
    case .literal, .folded:
      // 8.2.3: a block scalar on a line of its own is indented; libyaml looks only at its content.
      if let indent = indentIfFirst(span.lower), indent <= blockIndent { report(Faults.blockHeaderIndent, span) }
    case .singleQuoted, .doubleQuoted: break
    }
    outcome.scalars.append(
      Scalar(span: Span(span.lower, max(span.lower, contentEnd)), contentEnd: contentEnd, blockIndent: blockIndent))
  }

  private func fault(_ failure: ScalarText.Failure, _ style: YAMLScalar.Style) -> Faults.AtSpan {
    switch failure {
    case .indentation(let at): Faults.flowIndent(Span(at, at))
    case .leadingBlankLine(let at): Faults.leadingBlankLine(Span(at, at))
    case .topLevelIndicator(let at): Faults.topLevelIndicator(Span(at, at + 1))
    case .comment(let at): Faults.comment(Span(at, at + 1))
    case .malformed: Faults.misread
    }
  }

  /// Between tokens there are white space and comments, each with white space before it (6.6).
  private mutating func checkGap(to end: Int) {
    var at = cursor
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(ascii: "#") {
        if at > start, !bytes[at - 1].isBlank, !bytes[at - 1].isBreak { report(Faults.comment(Span(at, at + 1))) }
        let begin = at
        while at < end, !bytes[at].isBreak { at += 1 }
        outcome.comments.append(Span(begin, at))
      } else if byte.isBlank || byte.isBreak {
        at += 1
      } else {
        report(Faults.misread, Span(at, at + 1))
        return
      }
    }
  }

  /// 7.4, 6.9: inside brackets too, a line is indented more than the block around it, by spaces.
  private mutating func checkFlowIndent(_ lower: Int) {
    guard let indent = indentIfFirst(lower), indent <= blockIndents.last ?? -1 else { return }
    report(Faults.flowIndent(Span(lower, lower)))
  }

  /// The number of leading spaces of the line, if nothing but white space is before `offset` in it.
  private func indentIfFirst(_ offset: Int) -> Int? {
    var line = offset
    while line > start, bytes[line - 1].isBlank { line -= 1 }
    guard line == start || bytes[line - 1].isBreak else { return nil }
    return bytes[line..<offset].prefix { $0 == UInt8(ascii: " ") }.count
  }

  private func isSpaceOrEnd(_ offset: Int) -> Bool {
    offset >= bytes.count || bytes[offset].isBlank || bytes[offset].isBreak
  }

  private func rest(of span: Span) -> Span {
    var end = span.upper
    while !isSpaceOrEnd(end), !bytes[end].isFlowIndicator { end += 1 }
    return Span(span.lower, end)
  }

  private mutating func report(_ fault: Faults.AtSpan, _ span: Span) {
    outcome.faults.append(fault.diagnostic(source, span))
  }

  private mutating func report(_ fault: Faults.AtSpan) {
    outcome.faults.append(fault.diagnostic(source, Span(0, 0)))
  }
}
