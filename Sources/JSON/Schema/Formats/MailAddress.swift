/// The Mailbox of RFC 5321, section 4.1.2, with its length limits (section 4.5.3.1).
enum MailAddress {
  static func isValid(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@") else { return false }
    return isLocalPart(text[..<at]) && isDomain(text[text.index(after: at)...])
  }

  private static func isLocalPart(_ text: Substring) -> Bool {
    guard (1...64).contains(text.utf8.count) else { return false }
    if text.first == "\"" { return isQuoted(text) }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.utf8.allSatisfy(isAtomCharacter)
    }
  }

  private static func isAtomCharacter(_ byte: UInt8) -> Bool {
    byte.isASCIILetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isQuoted(_ text: Substring) -> Bool {
    var bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.removeLast() == 0x22 else { return false }
    var inner = bytes.dropFirst()
    while let byte = inner.popFirst() {
      switch byte {
      case 0x5C:
        guard let escaped = inner.popFirst(), (0x20...0x7E).contains(escaped) else { return false }
      case 0x22: return false
      case 0x20...0x7E: break
      default: return false
      }
    }
    return true
  }

  private static func isDomain(_ text: Substring) -> Bool {
    if text.first == "[", text.last == "]" {
      let literal = text.dropFirst().dropLast()
      return literal.hasPrefix("IPv6:") ? IPAddress.isV6(literal.dropFirst(5)) : IPAddress.isV4(literal)
    }
    guard (1...255).contains(text.utf8.count) else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { $0.isASCIILetter || $0.isDigit || $0 == 0x2D }
    }
  }
}
