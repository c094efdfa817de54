/// What a log says of itself at one size (C2SP `tlog-checkpoint`).
package struct Checkpoint: Hashable, Sendable {
  package static let extensionLimit = 16

  /// Which log: the first line. Ours is the name of the signing key.
  package let origin: String
  package let size: Int
  package let root: TreeHash
  /// Opaque further lines, discouraged by the specification; ours have none.
  package let extensions: [String]

  /// Nil where a line would be empty or hold a control character, or the size is negative.
  package init?(origin: String, size: Int, root: TreeHash, extensions: [String] = []) {
    let lines = [origin] + extensions
    guard size >= 0, extensions.count <= Self.extensionLimit,
      lines.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 1024 && $0.utf8.allSatisfy { $0 >= 0x20 } })
    else { return nil }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads the text of a note, without judging its signatures.
  package init(parsing text: String) throws(FormatError) {
    let newline = UInt8(ascii: "\n")
    guard text.utf8.last == newline, text.utf8.allSatisfy({ $0 >= 0x20 || $0 == newline }) else {
      throw FormatError(
        .checkpoint, en: "the checkpoint has control characters or does not end in a newline",
        ja: "チェックポイントに制御文字があるか、末尾に改行がありません")
    }
    let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 3 else {
      throw FormatError(
        .checkpoint, en: "expected the lines origin, size and root", ja: "起点、サイズ、根の 3 行が必要です")
    }
    guard let size = Decimal.parse(lines[1]) else {
      throw FormatError(
        .checkpoint, line: 2, en: "expected the tree size in decimal without leading zeroes",
        ja: "木のサイズを先頭にゼロのない十進数で書いてください")
    }
    guard let root = TreeHash(base64: lines[2]) else {
      throw FormatError(
        .checkpoint, line: 3, en: "expected the base64 of a 32-byte root hash",
        ja: "32 バイトの根ハッシュの base64 でなければなりません")
    }
    guard let checkpoint = Checkpoint(origin: lines[0], size: size, root: root, extensions: Array(lines[3...])) else {
      throw FormatError(
        .checkpoint, en: "an empty origin or extension line, a control character, or too many lines",
        ja: "空行、制御文字、または多すぎる行があります")
    }
    self = checkpoint
  }

  package var text: String {
    ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
  }

  package func signed(with keys: [SignerKey]) throws(FormatError) -> SignedNote {
    try SignedNote(signing: text, with: keys)
  }
}

/// Non-negative decimal numbers in their one spelling, as the C2SP formats want them.
enum Decimal {
  static func parse(_ text: some StringProtocol) -> Int? {
    guard let value = Int(text), value >= 0, String(value) == text else { return nil }
    return value
  }
}
