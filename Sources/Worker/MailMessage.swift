import Diagnostics

/// A plain message in both languages to one person, as RFC 5322 wants it. Everything outside ASCII travels as base64, so
/// that no relay has to be asked whether it takes eight bits or long lines. The date is the mail system's to write.
struct MailMessage {
  let text: Text
  /// An address that `MailAddress` takes.
  let to: String
  /// An address, or a name and an address in angle brackets.
  let from: String
  /// The task's and the person's: a message sent twice after a crash has one name.
  let id: String

  var source: String {
    let body = Base64.encode(Array((text.ja + "\n\n" + text.en + "\n").utf8))
    let lines =
      [
        "From: \(Self.mailbox(from))", "To: \(Self.line(to))", "Subject: \(Self.encodedWords(Self.line(text.ja)))",
        "Message-ID: <\(Self.line(id))@sekisho>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated", "",
      ] + Self.chunks(of: body, 76)
    return lines.map { $0 + "\n" }.joined()
  }

  /// RFC 5322, section 3.4: the address, and before it a name, plain words as they are, any other encoded. What is
  /// neither stands there encoded as a whole, which no mail system takes for an address.
  static func mailbox(_ text: String) -> String {
    let line = line(text)
    if MailAddress.isValid(line) { return line }
    guard let open = line.firstIndex(of: "<"), let close = line[open...].firstIndex(of: ">"),
      case let address = String(line[line.index(after: open)..<close]), MailAddress.isValid(address)
    else { return encodedWords(line) }
    var name = line[..<open]
    while name.last == " " { name.removeLast() }
    let isPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x20
    }
    return name.isEmpty ? address : "\(isPlain ? String(name) : encodedWords(name))\n <\(address)>"
  }

  /// RFC 2047, section 2: an encoded word holds whole characters, and a line with one has at most 76: so many bytes fit
  /// behind the header's name. A character that is longer by itself (signs upon signs) is cut between its scalars.
  static func encodedWords(_ text: some StringProtocol) -> String {
    var words: [String] = []
    var pending: [UInt8] = []
    for character in text.prefix(200) {
      let whole = Array(String(character).utf8)
      let pieces = whole.count <= maxWord ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
      for piece in pieces {
        if pending.count + piece.count > maxWord {
          words.append("=?UTF-8?B?\(Base64.encode(pending))?=")
          pending = []
        }
        pending += piece
      }
    }
    if !pending.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(pending))?=") }
    return words.joined(separator: "\n ")
  }

  private static let maxWord = 39

  /// A header value cannot start another header, nor end itself.
  private static func line(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(1_000).map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  private static func chunks(of text: String, _ size: Int) -> [String] {
    var rest = Substring(text)
    var chunks: [String] = []
    while !rest.isEmpty {
      chunks.append(String(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return chunks
  }
}
