/// A language Sekisho speaks to people in.
package enum Language: String, Sendable, Hashable, CaseIterable {
  case en
  case ja
}

/// One message in both languages. Every sentence a user may read is a `Text`, so neither language can be forgotten.
package struct Text: Sendable, Hashable, Codable {
  package var en: String
  package var ja: String

  package init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  /// The same characters in both languages: names, identifiers, numbers.
  package init(verbatim: String) {
    self.init(en: verbatim, ja: verbatim)
  }

  package subscript(language: Language) -> String {
    switch language {
    case .en: en
    case .ja: ja
    }
  }
}
