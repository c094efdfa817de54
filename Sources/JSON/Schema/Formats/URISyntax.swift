/// The grammar of RFC 3986, appendix A, strictly.
enum URISyntax {
  /// A URI: with a scheme.
  static func isURI(_ text: String) -> Bool {
    let parts = URIReference(text)
    guard parts.scheme != nil, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return false }
    if let authority = parts.authority {
      guard isAuthority(authority) else { return false }
    }
    let isPathValid = parts.path.split(separator: "/").allSatisfy { holds($0, isPathCharacter) }
    return isPathValid && holds(parts.query ?? "", isQueryCharacter) && holds(parts.fragment ?? "", isQueryCharacter)
  }

  private static func isAuthority(_ authority: String) -> Bool {
    var rest = authority[...]
    if let at = rest.lastIndex(of: "@") {
      guard holds(rest[..<at], { isUnreserved($0) || isSubDelimiter($0) || $0 == 0x3A }) else { return false }
      rest = rest[rest.index(after: at)...]
    }
    let host: Substring
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { return false }
      let literal = rest[rest.index(after: rest.startIndex)..<close]
      guard IPAddress.isV6(literal) || isFutureAddress(literal) else { return false }
      host = rest[...close]
    } else {
      host = rest[..<(rest.firstIndex(of: ":") ?? rest.endIndex)]
      guard holds(host, { isUnreserved($0) || isSubDelimiter($0) }) else { return false }
    }
    let port = rest[host.endIndex...]
    return port.isEmpty || (port.first == ":" && port.dropFirst().utf8.allSatisfy(\.isDigit))
  }

  private static func isFutureAddress(_ literal: Substring) -> Bool {
    let parts = literal.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let mark = parts[0].utf8.first, mark | 0x20 == 0x76, parts[0].utf8.count > 1,
      parts[0].utf8.dropFirst().allSatisfy(\.isHexadecimalDigit), !parts[1].isEmpty
    else { return false }
    return parts[1].utf8.allSatisfy { isUnreserved($0) || isSubDelimiter($0) || $0 == 0x3A }
  }

  /// Characters of a class, or percent-encoded bytes.
  private static func holds(_ text: some StringProtocol, _ isAllowed: (UInt8) -> Bool) -> Bool {
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      if byte == 0x25 {
        guard let high = bytes.popFirst(), let low = bytes.popFirst(), high.isHexadecimalDigit, low.isHexadecimalDigit
        else { return false }
      } else if !isAllowed(byte) {
        return false
      }
    }
    return true
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isDigit || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
  }

  private static func isSubDelimiter(_ byte: UInt8) -> Bool {
    [0x21, 0x24, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x3B, 0x3D].contains(byte)
  }

  private static func isPathCharacter(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || isSubDelimiter(byte) || byte == 0x3A || byte == 0x40
  }

  private static func isQueryCharacter(_ byte: UInt8) -> Bool {
    isPathCharacter(byte) || byte == 0x2F || byte == 0x3F
  }
}
