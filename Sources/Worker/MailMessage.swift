import Diagnostics

/// A plain message in both languages, as RFC 5322 wants it. Everything outside ASCII travels as base64, so that no relay
/// has to be asked whether it takes eight bits or long lines. The date is the mail system's to write.
struct MailMessage {
  let text: Text
  let to: [String]
  let from: String
  /// The task's: a message sent twice after a crash has one name.
  let id: String

  var source: String {
    let body = Base64.encode(Array((text.ja + "\n\n" + text.en + "\n").utf8))
    let lines =
      [
        "From: \(Self.line(from))", "To: \(to.map(Self.line).joined(separator: ",\n "))",
        "Subject: \(Self.encodedWords(Self.line(text.ja)))", "Message-ID: <\(id)@sekisho>", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
        "Auto-Submitted: auto-generated", "",
      ] + Self.chunks(of: body, 76)
    return lines.map { $0 + "\n" }.joined()
  }

  /// RFC 2047, section 2: an encoded word holds whole characters, and a line with one has at most 76: so many bytes fit
  /// behind the header's name.
  static func encodedWords(_ text: String) -> String {
    var words: [String] = []
    var pending: [UInt8] = []
    for character in text.prefix(200) {
      let bytes = Array(String(character).utf8.prefix(39))
      if pending.count + bytes.count > 39 {
        words.append("=?UTF-8?B?\(Base64.encode(pending))?=")
        pending = []
      }
      pending += bytes
    }
    if !pending.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(pending))?=") }
    return words.joined(separator: "\n ")
  }

  /// A header value cannot start another header.
  private static func line(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\0" ? " " : $0 })
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
