import Diagnostics

/// In which language a page or diagram speaks.
package enum Wording: String, Sendable, CaseIterable {
  case en
  case ja
  case both

  /// Both languages on one line, once where they say the same.
  func callAsFunction(_ text: Text) -> String {
    switch self {
    case .en: text.en
    case .ja: text.ja
    case .both: text.en == text.ja ? text.en : "\(text.ja) / \(text.en)"
    }
  }
}

extension String {
  /// Without characters that no drawing or page can show; line breaks become blanks.
  var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: " "
          case .surrogate, .unassigned, .privateUse, .format: "\u{FFFD}"
          default: scalar
          }
        }))
  }

  /// Cut to a width in columns, where a wide character counts as two.
  func shortened(toWidth width: Int) -> String {
    guard DisplayWidth.of(self) > width else { return self }
    var result = ""
    for character in self {
      guard DisplayWidth.of(result) + DisplayWidth.of(String(character)) < width else { break }
      result.append(character)
    }
    return result + "…"
  }
}
