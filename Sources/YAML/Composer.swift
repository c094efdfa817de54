import Diagnostics

/// Builds node trees from libyaml's events without recursion.
struct Composer {
  private struct Built {
    let node: YAMLNode
    /// Values that it stands for, aliases followed.
    let size: Int
    /// Collections inside one another, itself included.
    let height: Int
  }

  /// A collection that is still open.
  private struct Frame {
    let start: Int
    let anchor: String?
    let isMapping: Bool
    var items: [YAMLNode] = []
    var pairs = PairCollector()
    var size = 1
    var height = 1
  }

  private enum Anchor {
    case open
    case closed(Built)
  }

  /// Thrown where going on would cost more than a file may cost.
  private struct Stop: Error {}

  private let source: SourceFile
  private let bytes: [UInt8]
  private let limits: YAMLLimits
  private let findings: Findings
  private let tokens: TokenCheck.Outcome
  private let tags: TagResolution
  private var nextScalar = 0
  private var stack: [Frame] = []
  private var anchors: [String: Anchor] = [:]
  private var size = 0
  private var end = 0
  private var root: YAMLNode?
  private var documents: [YAMLNode] = []
  /// Where libyaml gave up, if it did.
  private(set) var complaintOffset: Int?

  init(_ input: Input, _ limits: YAMLLimits, _ tokens: TokenCheck.Outcome, _ findings: Findings) {
    source = input.source
    bytes = input.bytes
    self.limits = limits
    self.tokens = tokens
    self.findings = findings
    tags = TagResolution(source: source, limits: limits)
  }

  /// The documents, or nil where the file is not YAML to its end. With `single`, a second document is refused.
  mutating func run(_ parser: consuming LibYAMLParser, single: Bool) -> [YAMLNode]? {
    do {
      while true {
        let event = try parser.nextEvent()
        switch event.kind {
        case .streamStart: break
        case .streamEnd: return documents
        case .documentStart(let version):
          if single, !documents.isEmpty {
            refuseSecondDocument(event.span)
            return nil
          }
          if let version { check(version, event.span) }
          try count(1, Location(source, event.span))
          anchors = [:]
          end = event.span.upper
          root = nil
        case .documentEnd: if let root { documents.append(root) }
        case .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd: try node(event)
        }
      }
    } catch let error as LibYAMLError {
      complaintOffset = error.offset
      findings.report(SyntaxComplaint(source, error).diagnostic)
    } catch {
      // `Stop`: the reason has been reported.
    }
    return nil
  }

  private mutating func node(_ event: LibYAMLEvent) throws {
    switch event.kind {
    case .alias(let name):
      end = event.span.upper
      try place(alias(name, event.span))
    case .scalar(let text, let style): try place(scalar(text, style, event))
    case .sequenceStart, .mappingStart: try open(event)
    case .sequenceEnd, .mappingEnd: try close(event)
    case .streamStart, .streamEnd, .documentStart, .documentEnd: break
    }
  }

  private mutating func scalar(_ text: String, _ style: YAMLScalar.Style, _ event: LibYAMLEvent) -> Built {
    var span = emptySpan(event.span.upper)
    var blockIndent = -1
    // An empty value has an event but no token.
    if nextScalar < tokens.scalars.count, event.span.lower <= tokens.scalars[nextScalar].span.lower,
      tokens.scalars[nextScalar].span.lower < event.span.upper
    {
      span = tokens.scalars[nextScalar].span
      blockIndent = tokens.scalars[nextScalar].blockIndent
      nextScalar += 1
    }
    end = span.upper
    let location = Location(source, span)
    let (value, fault) = tags.value(text, style, event.tag, propertiesOr(location, event))
    if let fault { findings.report(fault) }
    let scalar = YAMLScalar(text: text, value: value, style: style, location: location, blockIndent: blockIndent)
    return remember(event.anchor, Built(node: YAMLNode(.scalar(scalar), at: location), size: 1, height: 0))
  }

  /// Where a value is that was left out: at libyaml's mark, but not on a later line than what is before it.
  private func emptySpan(_ mark: Int) -> Span {
    let isLater = end < mark && bytes[end..<mark].contains { $0.isBreak }
    return isLater ? Span(end, end) : Span(mark, mark)
  }

  private mutating func alias(_ name: String, _ span: Span) throws -> Built {
    let location = Location(source, span)
    let null = YAMLScalar(text: "", value: .null, style: .plain, location: location, blockIndent: -1)
    let missing = Built(node: YAMLNode(.scalar(null), at: location), size: 1, height: 0)
    switch anchors[name] {
    case .closed(let built):
      if stack.count + built.height > limits.depth {
        findings.report(Faults.tooDeep(limits, location))
        throw Stop()
      }
      return built
    case .open:
      findings.report(
        Diagnostic(
          .recursiveAlias,
          Text(
            en: "the alias *\(name.shortened) stands inside its own anchor", ja: "エイリアス *\(name.shortened) が自分自身の中にあります"
          ),
          at: location,
          help: Text(en: "write the value out", ja: "値をそのまま書いてください")))
      return missing
    case nil:
      var help = Text(en: "anchors are set with &name before the alias", ja: "アンカーはエイリアスより前に &name で定義します")
      if anchors.count <= 100, let near = Suggestion.nearest(to: name, in: anchors.keys) {
        help = Text(en: "did you mean *\(near)?", ja: "*\(near) ではありませんか")
      }
      findings.report(
        Diagnostic(
          .undefinedAlias,
          Text(
            en: "there is no anchor &\(name.shortened) before this alias",
            ja: "このエイリアスより前にアンカー &\(name.shortened) がありません"),
          at: location, help: help))
      return missing
    }
  }

  private mutating func open(_ event: LibYAMLEvent) throws {
    let start = contentStart(event.span)
    let isMapping = if case .mappingStart = event.kind { true } else { false }
    let place = propertiesOr(Location(source, Span(start, start)), event)
    if let fault = tags.fault(event.tag, isMapping: isMapping, place) {
      findings.report(fault)
    }
    if let anchor = event.anchor { anchors[anchor] = .open }
    stack.append(Frame(start: start, anchor: event.anchor, isMapping: isMapping))
    end = start
    if stack.count > limits.depth {
      findings.report(Faults.tooDeep(limits, Location(source, Span(start, start))))
      throw Stop()
    }
    try count(1, Location(source, Span(start, start)))
  }

  private mutating func close(_ event: LibYAMLEvent) throws {
    guard let frame = stack.popLast() else { return }
    // A block collection ends where the next token starts: its content ended before.
    if event.span.lower < event.span.upper { end = event.span.upper }
    let location = Location(source, Span(frame.start, max(frame.start, end)))
    let content: YAMLNode.Content =
      frame.isMapping ? .mapping(frame.pairs.mapping) : .sequence(frame.items)
    let built = Built(node: YAMLNode(content, at: location), size: frame.size, height: frame.height)
    attach(remember(frame.anchor, built))
  }

  /// Puts a scalar or an alias where it belongs.
  private mutating func place(_ built: Built) throws {
    try count(built.size, Location(source, Span(end, end)))
    attach(built)
  }

  private mutating func attach(_ built: Built) {
    guard let top = stack.indices.last else {
      root = built.node
      return
    }
    stack[top].size += built.size
    stack[top].height = max(stack[top].height, built.height + 1)
    if stack[top].isMapping {
      stack[top].pairs.add(built.node, findings)
    } else {
      stack[top].items.append(built.node)
    }
  }

  private mutating func remember(_ anchor: String?, _ built: Built) -> Built {
    if let anchor { anchors[anchor] = .closed(built) }
    return built
  }

  private mutating func count(_ more: Int, _ location: Location) throws {
    size += more
    if size > limits.nodes { findings.report(Faults.tooManyNodes(limits, location)) }
    if size > limits.nodes || findings.isFull { throw Stop() }
  }

  /// Where a collection's content starts: its event runs from the properties to the bracket or the first entry.
  private func contentStart(_ span: Span) -> Int {
    guard span.lower < span.upper else { return span.lower }
    switch bytes[span.upper - 1] {
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "-"), UInt8(ascii: "?"): return span.upper - 1
    default: return span.upper
    }
  }

  /// Where the tag stands, for findings about it.
  private func propertiesOr(_ location: Location, _ event: LibYAMLEvent) -> Location {
    guard event.tag != nil, event.span.lower < event.span.upper else { return location }
    let text = bytes[event.span.lower..<event.span.upper]
    guard let tag = text.firstIndex(of: UInt8(ascii: "!")) else { return location }
    return Location(source, Span(tag, text[tag...].firstIndex { $0.isBlank || $0.isBreak } ?? event.span.upper))
  }

  private func check(_ version: (major: Int, minor: Int), _ span: Span) {
    guard version != (1, 2) else { return }
    var warning = Diagnostic(
      .version,
      Text(
        en: "the file says YAML \(version.major).\(version.minor) but is read as YAML 1.2: 'no' and 'on' are strings",
        ja: "YAML \(version.major).\(version.minor) とありますが YAML 1.2 として読みます（'no' や 'on' は文字列です）"),
      at: Location(source, span), help: Text(en: "remove the %YAML line", ja: "%YAML の行を取り除いてください"))
    warning.severity = .warning
    findings.report(warning)
  }

  private func refuseSecondDocument(_ span: Span) {
    findings.report(
      Diagnostic(
        .severalDocuments,
        Text(en: "a second document begins here; a file holds one", ja: "二つ目の文書が始まっています。一つのファイルに書けるのは一文書です"),
        at: Location(source, span),
        help: Text(en: "put it in a file of its own", ja: "別のファイルに分けてください")))
  }
}
