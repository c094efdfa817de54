/// Reads the head of a proof file line by line, counting lines for the messages.
struct ProofLines {
  static let newline = UInt8(ascii: "\n")

  private let form: FormatError.Form
  private(set) var rest: ArraySlice<UInt8>
  private var line = 0

  init(_ bytes: [UInt8], _ form: FormatError.Form, sizeLimit: Int) throws(FormatError) {
    self.form = form
    rest = bytes[...]
    guard bytes.count <= sizeLimit else {
      throw FormatError(
        form, en: "the file is larger than \(sizeLimit) bytes", ja: "ファイルが \(sizeLimit) バイトを超えています")
    }
  }

  mutating func expect(_ text: String) throws(FormatError) {
    guard try next() == text else { throw error(en: "expected “\(text)”", ja: "「\(text)」が必要です") }
  }

  /// What follows `<name> ` on the next line; nil where the line has another name.
  mutating func value(of name: String) throws(FormatError) -> Substring? {
    let line = try next()
    return line.hasPrefix(name + " ") ? line.dropFirst(name.count + 1) : nil
  }

  /// The hash lines up to an empty line; no proof has more than two to a level.
  mutating func hashes() throws(FormatError) -> [TreeHash] {
    var hashes: [TreeHash] = []
    while true {
      let line = try next()
      if line.isEmpty { return hashes }
      guard hashes.count < 128, let hash = TreeHash(base64: line) else {
        throw error(en: "expected the base64 of a 32-byte hash", ja: "32 バイトのハッシュの base64 が必要です")
      }
      hashes.append(hash)
    }
  }

  func error(en: String, ja: String) -> FormatError { FormatError(form, line: line, en: en, ja: ja) }

  private mutating func next() throws(FormatError) -> Substring {
    line += 1
    guard let end = rest.firstIndex(of: Self.newline) else {
      throw error(en: "the file ends too early", ja: "ファイルが途中で終わっています")
    }
    defer { rest = rest[(end + 1)...] }
    guard let text = String(validating: rest[..<end], as: UTF8.self) else {
      throw error(en: "not UTF-8", ja: "UTF-8 ではありません")
    }
    return text[...]
  }
}
