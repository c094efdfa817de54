import Diagnostics

/// Builds the tree of a document as written from libyaml's events, without recursion. The reader has judged the file
/// before, so that nothing is checked here.
struct SyntaxBuilder {
  private struct Frame {
    let start: Int
    let properties: String
    let isMapping: Bool
    let isFlow: Bool
    var items: [YAMLSyntax.Node] = []
  }

  private let bytes: [UInt8]
  private let tokens: TokenCheck.Outcome
  private var nextScalar = 0
  private var stack: [Frame] = []
  private var root: YAMLSyntax.Node?
  private var end = 0

  init(_ input: Input, _ tokens: TokenCheck.Outcome) {
    bytes = input.bytes
    self.tokens = tokens
  }

  /// nil for an empty stream.
  mutating func run(_ parser: consuming LibYAMLParser) throws(LibYAMLError) -> YAMLSyntax.Node? {
    while true {
      let event = try parser.nextEvent()
      switch event.kind {
      case .streamEnd: return root
      case .streamStart, .documentStart, .documentEnd: break
      case .alias(let name):
        end = event.span.upper
        add(.init(properties: "", content: .alias("*" + name), span: event.span))
      case .scalar(let text, let style): scalar(text, style, event)
      case .sequenceStart(let isFlow): open(event, isMapping: false, isFlow: isFlow)
      case .mappingStart(let isFlow): open(event, isMapping: true, isFlow: isFlow)
      case .sequenceEnd, .mappingEnd: close(event)
      }
    }
  }

  private mutating func scalar(_ text: String, _ style: YAMLScalar.Style, _ event: LibYAMLEvent) {
    var span = Span(event.span.upper, event.span.upper)
    if nextScalar < tokens.scalars.count, event.span.lower <= tokens.scalars[nextScalar].span.lower,
      tokens.scalars[nextScalar].span.lower < event.span.upper
    {
      span = tokens.scalars[nextScalar].span
      nextScalar += 1
    }
    end = max(end, span.upper)
    let properties = properties(event, upTo: span.lower)
    let start = properties.isEmpty ? span.lower : event.span.lower
    add(
      .init(
        properties: properties, content: .scalar(span, style, text: text), span: Span(start, max(start, span.upper))))
  }

  private mutating func open(_ event: LibYAMLEvent, isMapping: Bool, isFlow: Bool) {
    let properties = properties(event, upTo: event.span.upper)
    stack.append(Frame(start: event.span.lower, properties: properties, isMapping: isMapping, isFlow: isFlow))
  }

  private mutating func close(_ event: LibYAMLEvent) {
    guard let frame = stack.popLast() else { return }
    if event.span.lower < event.span.upper { end = event.span.upper }
    let span = Span(frame.start, max(frame.start, end))
    guard frame.isMapping else {
      return add(
        .init(properties: frame.properties, content: .sequence(frame.items, isFlow: frame.isFlow), span: span))
    }
    let pairs = stride(from: 0, to: frame.items.count - 1, by: 2).map {
      (key: frame.items[$0], value: frame.items[$0 + 1])
    }
    add(.init(properties: frame.properties, content: .mapping(pairs, isFlow: frame.isFlow), span: span))
  }

  private mutating func add(_ node: YAMLSyntax.Node) {
    if stack.isEmpty { root = node } else { stack[stack.count - 1].items.append(node) }
  }

  /// The words that begin with `&` or `!` before a value.
  private func properties(_ event: LibYAMLEvent, upTo offset: Int) -> String {
    guard event.anchor != nil || event.tag != nil, event.span.lower < offset else { return "" }
    let words = bytes[event.span.lower..<offset].split { $0.isBlank || $0.isBreak }
    return words.prefix { $0.first == UInt8(ascii: "&") || $0.first == UInt8(ascii: "!") }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }
}
