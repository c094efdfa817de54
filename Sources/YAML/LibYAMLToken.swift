import Diagnostics

/// A token of libyaml's scanner with the bytes it covers. Tokens that stand for a change of indentation, and keys
/// without `?`, cover none.
struct LibYAMLToken {
  enum Kind {
    case streamStart
    case streamEnd
    case directive
    case documentStart
    case documentEnd
    case blockSequenceStart
    case blockMappingStart
    case blockEnd
    case flowSequenceStart
    case flowSequenceEnd
    case flowMappingStart
    case flowMappingEnd
    case blockEntry
    case flowEntry
    case key
    case value
    case alias
    case anchor
    case tag
    case scalar(YAMLScalar.Style, [UInt8])
  }

  let kind: Kind
  let span: Span
  /// Characters before it in its line.
  let column: Int
}

/// An event of libyaml's parser.
struct LibYAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart(version: (major: Int, minor: Int)?)
    case documentEnd
    case alias(String)
    case scalar(String, YAMLScalar.Style)
    case sequenceStart(isFlow: Bool)
    case sequenceEnd
    case mappingStart(isFlow: Bool)
    case mappingEnd
  }

  let kind: Kind
  /// Properties included. The start of a block collection's end is that of the next token.
  let span: Span
  var anchor: String?
  var tag: String?
}

/// What libyaml says of a file that it does not accept.
struct LibYAMLError: Error {
  let problem: String
  let context: String
  /// Byte offset.
  let offset: Int
  let contextOffset: Int?
}
