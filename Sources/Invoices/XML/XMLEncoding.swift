/// What must hold before a byte of the document is understood: it is UTF-8 and carries no forbidden character.
///
/// A reader that guesses encodings can be shown one document and its neighbour another (a DOCTYPE hidden in UTF-16,
/// say), so nothing but UTF-8 with or without a byte order mark goes further.
enum XMLEncoding {
  /// Where the text begins: after the byte order mark.
  static func start(of bytes: [UInt8]) throws(XMLFault) -> Int {
    let head = Array(bytes.prefix(4))
    if let name = foreign(head) {
      throw XMLFault(
        .encoding, at: 0, found: name, en: "the document is encoded in \(name)", ja: "文書の文字コードが \(name) です")
    }
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    try checkText(bytes, from: start)
    return start
  }

  /// The encodings that XML 1.0 appendix F tells apart by their first bytes.
  private static func foreign(_ head: [UInt8]) -> String? {
    switch head {
    case [0x00, 0x00, 0xFE, 0xFF], [0xFF, 0xFE, 0x00, 0x00], [0x00, 0x00, 0x00, 0x3C], [0x3C, 0x00, 0x00, 0x00]:
      "UTF-32"
    case [0x00, 0x3C, 0x00, 0x3F], [0x3C, 0x00, 0x3F, 0x00]: "UTF-16"
    case [0x4C, 0x6F, 0xA7, 0x94]: "EBCDIC"
    default:
      switch head.prefix(2) {
      case [0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x3C], [0x3C, 0x00]: "UTF-16"
      default: nil
      }
    }
  }

  private static func checkText(_ bytes: [UInt8], from start: Int) throws(XMLFault) {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte >= 0x20, byte < 0x80 {
        offset += 1
        continue
      }
      guard let (value, length) = UTF8Text.scalar(bytes, at: offset) else {
        let hex = "0x" + String(byte, radix: 16, uppercase: true)
        throw XMLFault(
          .encoding, at: offset, found: hex, en: "the byte \(hex) is not part of UTF-8 text",
          ja: "バイト \(hex) は UTF-8 の文字になりません")
      }
      guard XMLCharacters.isAllowed(value) else {
        let name = "U+" + String(value, radix: 16, uppercase: true)
        throw XMLFault(
          .malformed, at: offset, found: name, en: "the character \(name) is not allowed in XML",
          ja: "文字 \(name) は XML で使えません")
      }
      offset += length
    }
  }
}
