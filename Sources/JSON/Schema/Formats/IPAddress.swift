/// IP addresses in text, as URIs and mail addresses hold them.
enum IPAddress {
  /// Four decimal bytes without leading zeros (RFC 3986, IPv4address).
  static func isV4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(\.isDigit) && (part == "0" || part.first != "0")
          && (Int(part) ?? 256) < 256
      }
  }

  /// Eight groups of up to four hexadecimal digits, one run of them left out with `::`, the last two perhaps an IPv4
  /// address (RFC 3986, IPv6address).
  static func isV6(_ text: Substring) -> Bool {
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    switch halves.count {
    case 1: return groups(halves[0], mayEndInV4: true) == 8
    case 2:
      guard let left = groups(halves[0], mayEndInV4: false), let right = groups(halves[1], mayEndInV4: true) else {
        return false
      }
      return left + right <= 7
    default: return false
    }
  }

  private static func groups(_ text: Substring, mayEndInV4: Bool) -> Int? {
    if text.isEmpty { return 0 }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var count = 0
    if mayEndInV4, let last = parts.last, last.contains(".") {
      guard isV4(last) else { return nil }
      parts.removeLast()
      count = 2
    }
    guard parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isHexadecimalDigit) }) else {
      return nil
    }
    return count + parts.count
  }
}
