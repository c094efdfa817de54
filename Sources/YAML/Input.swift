import Diagnostics

/// The bytes of a file as libyaml and the token check see them, with a line break at the end.
///
/// Readers disagree about a block scalar that the file's end cuts off without a line break; here every last line ends
/// like every other, as POSIX has it for text files.
struct Input {
  let source: SourceFile
  let bytes: [UInt8]
  /// Past a byte order mark.
  let start: Int
  let offsets: CharacterOffsets

  /// Precondition: `InputCheck` found no fault.
  init(_ source: SourceFile) {
    self.source = source
    start = InputCheck.markLength(source.bytes)
    bytes = source.bytes.last?.isBreak ?? true ? source.bytes : source.bytes + [UInt8(ascii: "\n")]
    offsets = CharacterOffsets(bytes, start: start)
  }
}
