import Diagnostics

/// Which language a client prefers (RFC 9110 section 12.5.4).
enum AcceptLanguage {
  /// The best of ours by weight, then by order; English where nothing fits. Never fails: the header is a wish.
  static func language(_ header: String?) -> Language {
    guard let header else { return .en }
    var best: (language: Language, weight: Int)?
    for range in header.prefix(1_000).split(separator: ",").prefix(32) {
      let parts = range.split(separator: ";").map { $0.trimmed }
      guard let tag = parts.first?.lowercased(), let language = Self.language(tag: tag) else { continue }
      let weight = parts.dropFirst().lazy.compactMap { Self.weight($0) }.first ?? 1000
      guard weight > 0, weight > best?.weight ?? 0 else { continue }
      best = (language, weight)
    }
    return best?.language ?? .en
  }

  private static func language(tag: String) -> Language? {
    if tag == "*" { return .en }
    return tag.split(separator: "-").first.flatMap { Language(rawValue: String($0)) }
  }

  /// `q=0.85` in thousandths; malformed weights count as none given.
  private static func weight(_ parameter: Substring) -> Int? {
    let pieces = parameter.split(separator: "=", maxSplits: 1).map(\.trimmed)
    guard pieces.count == 2, pieces[0] == "q" || pieces[0] == "Q", let value = Double(pieces[1]), value >= 0, value <= 1
    else { return nil }
    return Int(value * 1000)
  }
}

extension StringProtocol {
  /// Without blanks at either end.
  var trimmed: SubSequence {
    var slice = self[...]
    while let first = slice.first, first == " " || first == "\t" { slice.removeFirst() }
    while let last = slice.last, last == " " || last == "\t" { slice.removeLast() }
    return slice
  }
}
