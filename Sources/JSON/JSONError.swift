package import Diagnostics

/// Why a text is no JSON that is read here, and where.
package struct JSONError: Error, Sendable, Hashable {
  package enum Code: String, Sendable, Hashable {
    /// Against the grammar of RFC 8259.
    case syntax = "J101"
    /// Invalid UTF-8, or half a surrogate pair.
    case encoding = "J102"
    /// The same name twice in an object.
    case duplicateName = "J103"
    /// Too large, too deep, or a number too long.
    case limit = "J104"
  }

  package let code: Code
  package let message: Text
  /// In UTF-8 bytes from the start.
  package let offset: Int
  /// JSON pointer (RFC 6901) of the value that was being read.
  package let pointer: String

  /// With line and column of the place.
  package func diagnostic(in source: SourceFile) -> Diagnostic {
    let end = max(offset, min(offset + 1, source.bytes.count))
    let place = pointer.isEmpty ? nil : Text(en: "while reading \(pointer)", ja: "\(pointer) を読んでいる途中です")
    return Diagnostic(
      code.rawValue, .error, message, at: Location(source, Span(offset, end)),
      notes: place.map { [Diagnostic.Note($0)] } ?? [])
  }
}
