/// A bare address as it stands in headers and on a mail program's command line.
package enum MailAddress {
  /// One @, no space, nothing that means something to a mail program or a header (the specials of RFC 5322, section
  /// 3.2.3, `|` and `/` at the beginning, by which some mail programs mean a program or a file).
  package static func isValid(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254 else { return false }
    if let first = text.utf8.first, "-|/".utf8.contains(first) { return false }
    return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),:;<>[\\]".utf8.contains($0) }
  }
}
