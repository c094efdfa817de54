/// A text with signatures below it (C2SP `signed-note`). What it says counts only after `TrustedKeys.open`.
package struct SignedNote: Hashable, Sendable {
  /// More than any checkpoint with sixteen post-quantum signatures needs.
  package static let sizeLimit = 256 * 1024
  package static let signatureLimit = 64

  package struct Signature: Hashable, Sendable {
    package let keyName: String
    package let keyID: UInt32
    package let bytes: [UInt8]
  }

  /// Ends in a newline, which is signed too.
  package let text: String
  package let signatures: [Signature]

  init(text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// Signs `text`, which must be non-empty, end in a newline and have no other control characters.
  package init(signing text: String, with keys: [SignerKey]) throws(FormatError) {
    try Self.checkText(text)
    guard !keys.isEmpty, keys.count <= Self.signatureLimit else {
      throw FormatError(.note, en: "a note needs 1 to 64 signatures", ja: "ノートには 1〜64 個の署名が必要です")
    }
    self.text = text
    var signatures: [Signature] = []
    for key in keys { signatures.append(try key.sign(text)) }
    self.signatures = signatures
  }

  package init(parsing bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= Self.sizeLimit else {
      throw FormatError(.note, en: "the note is larger than 256 KiB", ja: "ノートが 256 KiB を超えています")
    }
    guard let whole = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.note, en: "the note is not UTF-8", ja: "ノートが UTF-8 ではありません")
    }
    let newline = UInt8(ascii: "\n")
    guard bytes.allSatisfy({ $0 >= 0x20 || $0 == newline }) else {
      throw FormatError(.note, en: "the note has control characters", ja: "ノートに制御文字があります")
    }
    guard let gap = bytes.indices.dropLast().last(where: { bytes[$0] == newline && bytes[$0 + 1] == newline }) else {
      throw FormatError(
        .note, en: "no empty line separates text and signatures", ja: "本文と署名を分ける空行がありません")
    }
    let view = whole.utf8
    let split = view.index(view.startIndex, offsetBy: gap + 1)
    text = String(whole[..<split])
    try Self.checkText(text)
    let below = whole[view.index(after: split)...]
    guard below.utf8.last == newline else {
      throw FormatError(.note, en: "the last signature line does not end", ja: "最後の署名行に改行がありません")
    }
    let lines = below.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count <= Self.signatureLimit else {
      throw FormatError(.note, en: "more than 64 signatures", ja: "署名が 64 個を超えています")
    }
    let firstLine = text.utf8.count(where: { $0 == newline }) + 2
    var signatures: [Signature] = []
    for (offset, line) in lines.enumerated() {
      signatures.append(try Signature(line: line, number: firstLine + offset))
    }
    self.signatures = signatures
  }

  package var bytes: [UInt8] {
    Array((text + "\n" + signatures.map(\.line).joined()).utf8)
  }

  private static func checkText(_ text: String) throws(FormatError) {
    guard text.utf8.last == UInt8(ascii: "\n") else {
      throw FormatError(.note, en: "the text does not end in a newline", ja: "本文が改行で終わっていません")
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else {
      throw FormatError(.note, en: "the text has control characters", ja: "本文に制御文字があります")
    }
  }
}

extension SignedNote.Signature {
  /// `— <key name> base64(key ID || signature)`.
  init(line: Substring, number: Int) throws(FormatError) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "\u{2014}", KeyName.isValid(parts[1]), let packed = Base64.decode(parts[2]),
      packed.count > 4
    else {
      throw FormatError(
        .note, line: number, en: "expected “— <key name> <base64 of key ID and signature>”",
        ja: "「— <鍵名> <鍵 ID と署名の base64>」でなければなりません")
    }
    self.init(
      keyName: String(parts[1]), keyID: packed.prefix(4).reduce(0) { $0 << 8 | UInt32($1) },
      bytes: Array(packed.dropFirst(4)))
  }

  var line: String {
    var packed: [UInt8] = []
    packed.appendBigEndian(keyID)
    return "\u{2014} \(keyName) \(Base64.encode(packed + bytes))\n"
  }
}

/// The names of note keys; a schema-less URL by recommendation, such as `audit.example.tokyo/sekisho`.
enum KeyName {
  static let sizeLimit = 256

  static func isValid(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.count <= sizeLimit
      && name.unicodeScalars.allSatisfy { $0 != "+" && $0.value >= 0x20 && !$0.properties.isWhitespace }
  }
}
