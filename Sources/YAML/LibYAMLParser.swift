import CLibYAML
import Diagnostics

/// libyaml's scanner or parser over a copy of a file's bytes; the only caller of libyaml.
///
/// One value gives either tokens or events: the C library keeps one state for both.
@safe struct LibYAMLParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let offsets: CharacterOffsets

  init(_ file: Input) {
    offsets = file.offsets
    let text = file.bytes.dropFirst(file.start)
    unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(text.count, 1))
    _ = unsafe input.initialize(from: text)
    unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else { preconditionFailure("libyaml found no memory") }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, text.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next token; after `streamEnd` there is none to ask for.
  mutating func nextToken() throws(LibYAMLError) -> LibYAMLToken {
    var token = unsafe yaml_token_t()
    guard unsafe yaml_parser_scan(parser, &token) == 1 else { throw error() }
    defer { unsafe yaml_token_delete(&token) }
    let span = unsafe span(token.start_mark, token.end_mark)
    return unsafe LibYAMLToken(kind: kind(token), span: span, column: Int(token.start_mark.column))
  }

  /// The next event; after `streamEnd` there is none to ask for.
  mutating func nextEvent() throws(LibYAMLError) -> LibYAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw error() }
    defer { unsafe yaml_event_delete(&event) }
    let span = unsafe span(event.start_mark, event.end_mark)
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT:
      let version = unsafe event.data.document_start.version_directive.map {
        unsafe (major: Int($0.pointee.major), minor: Int($0.pointee.minor))
      }
      return LibYAMLEvent(kind: .documentStart(version: version), span: span)
    case YAML_DOCUMENT_END_EVENT: return LibYAMLEvent(kind: .documentEnd, span: span)
    case YAML_ALIAS_EVENT:
      return LibYAMLEvent(kind: .alias(unsafe Self.text(event.data.alias.anchor) ?? ""), span: span)
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let text = unsafe String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let kind = LibYAMLEvent.Kind.scalar(text, unsafe Self.style(scalar.style))
      return unsafe LibYAMLEvent(
        kind: kind, span: span, anchor: Self.text(scalar.anchor), tag: Self.text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return unsafe LibYAMLEvent(
        kind: .sequenceStart(isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE), span: span,
        anchor: Self.text(start.anchor), tag: Self.text(start.tag))
    case YAML_SEQUENCE_END_EVENT: return LibYAMLEvent(kind: .sequenceEnd, span: span)
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return unsafe LibYAMLEvent(
        kind: .mappingStart(isFlow: start.style == YAML_FLOW_MAPPING_STYLE), span: span,
        anchor: Self.text(start.anchor), tag: Self.text(start.tag))
    case YAML_MAPPING_END_EVENT: return LibYAMLEvent(kind: .mappingEnd, span: span)
    case YAML_STREAM_START_EVENT: return LibYAMLEvent(kind: .streamStart, span: span)
    default: return LibYAMLEvent(kind: .streamEnd, span: span)
    }
  }

  private func kind(_ token: yaml_token_t) -> LibYAMLToken.Kind {
    switch unsafe token.type {
    case YAML_STREAM_START_TOKEN: return .streamStart
    case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: return .directive
    case YAML_DOCUMENT_START_TOKEN: return .documentStart
    case YAML_DOCUMENT_END_TOKEN: return .documentEnd
    case YAML_BLOCK_SEQUENCE_START_TOKEN: return .blockSequenceStart
    case YAML_BLOCK_MAPPING_START_TOKEN: return .blockMappingStart
    case YAML_BLOCK_END_TOKEN: return .blockEnd
    case YAML_FLOW_SEQUENCE_START_TOKEN: return .flowSequenceStart
    case YAML_FLOW_SEQUENCE_END_TOKEN: return .flowSequenceEnd
    case YAML_FLOW_MAPPING_START_TOKEN: return .flowMappingStart
    case YAML_FLOW_MAPPING_END_TOKEN: return .flowMappingEnd
    case YAML_BLOCK_ENTRY_TOKEN: return .blockEntry
    case YAML_FLOW_ENTRY_TOKEN: return .flowEntry
    case YAML_KEY_TOKEN: return .key
    case YAML_VALUE_TOKEN: return .value
    case YAML_ALIAS_TOKEN: return .alias
    case YAML_ANCHOR_TOKEN: return .anchor
    case YAML_TAG_TOKEN: return .tag
    case YAML_SCALAR_TOKEN:
      let scalar = unsafe token.data.scalar
      return unsafe .scalar(
        Self.style(scalar.style), Array(UnsafeBufferPointer(start: scalar.value, count: scalar.length)))
    default: return .streamEnd
    }
  }

  private func error() -> LibYAMLError {
    let state = unsafe parser.pointee
    // A reader error has a byte offset, the others have marks.
    let isReader = unsafe state.error == YAML_READER_ERROR
    let offset = unsafe isReader ? state.problem_offset : state.problem_mark.index
    return unsafe LibYAMLError(
      problem: Self.text(state.problem) ?? "out of memory",
      context: Self.text(state.context) ?? "",
      offset: isReader ? offset : offsets.byte(ofCharacter: offset),
      contextOffset: state.context == nil
        ? nil : offsets.byte(ofCharacter: state.context_mark.index))
  }

  private func span(_ start: yaml_mark_t, _ end: yaml_mark_t) -> Span {
    let lower = offsets.byte(ofCharacter: start.index)
    return Span(lower, max(lower, offsets.byte(ofCharacter: end.index)))
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }
}
