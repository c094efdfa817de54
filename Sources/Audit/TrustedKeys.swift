package import Diagnostics

/// The keys that an auditor trusts, each for the tree sizes that it was in office for: after a rotation the retired key
/// cannot sign a new checkpoint, and old ones still verify. Sizes, because a checkpoint carries no time of its own.
package struct TrustedKeys: Hashable, Sendable {
  package static let sizeLimit = 64 * 1024

  package struct Entry: Hashable, Sendable {
    package let key: VerifierKey
    /// The first tree size that it may sign.
    package let from: Int
    /// The first tree size that it may no longer sign; nil while in office.
    package let until: Int?

    package init(_ key: VerifierKey, from: Int = 0, until: Int? = nil) {
      self.key = key
      self.from = from
      self.until = until
    }

    func isInOffice(at size: Int) -> Bool { size >= from && size < until ?? .max }
  }

  package let entries: [Entry]

  package init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// Reads a key list: a line each of a verifier key and optionally ` from=<size>` and ` until=<size>`; empty lines and
  /// lines that begin with `#` are passed over.
  package init(parsing bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= Self.sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(
        .keyList, en: "a key list is UTF-8 of at most 64 KiB", ja: "鍵一覧は 64 KiB 以下の UTF-8 です")
    }
    var entries: [Entry] = []
    for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      entries.append(try Entry(line: line, number: offset + 1))
    }
    guard !entries.isEmpty else {
      throw FormatError(.keyList, en: "the key list has no key", ja: "鍵一覧に鍵がありません")
    }
    self.entries = entries
  }

  /// Reads a note as a checkpoint and checks its signatures. It is accepted when a key that is named like the origin
  /// and was in office at its size has signed it, and no signature of a known key is wrong. Signatures of unknown keys
  /// (witnesses, the next key) are passed over, as C2SP `signed-note` demands.
  package func open(_ note: SignedNote) throws(NoteFailure) -> Checkpoint {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(parsing: note.text) } catch { throw .malformed(error) }
    var isAccepted = false
    var retired: Entry?
    for signature in note.signatures {
      for entry in entries where entry.key.name == signature.keyName && entry.key.id == signature.keyID {
        guard entry.key.isValid(signature.bytes, of: note.text) else { throw .wrongSignature(key: entry.key.name) }
        guard entry.key.name == checkpoint.origin else { continue }
        if entry.isInOffice(at: checkpoint.size) { isAccepted = true } else { retired = entry }
      }
    }
    if isAccepted { return checkpoint }
    if let retired { throw .outOfOffice(key: retired.key.text, size: checkpoint.size) }
    throw .noTrustedSignature(origin: checkpoint.origin)
  }

  package func open(_ bytes: [UInt8]) throws(NoteFailure) -> Checkpoint {
    let note: SignedNote
    do { note = try SignedNote(parsing: bytes) } catch { throw .malformed(error) }
    return try open(note)
  }
}

extension TrustedKeys.Entry {
  init(line: Substring, number: Int) throws(FormatError) {
    let words = line.split(separator: " ")
    let key: VerifierKey
    do { key = try VerifierKey(parsing: String(words.first ?? "")) } catch {
      throw FormatError(.keyList, line: number, en: error.problem.en, ja: error.problem.ja)
    }
    var from = 0
    var until: Int?
    for word in words.dropFirst() {
      if word.hasPrefix("from="), let size = Decimal.parse(word.dropFirst(5)) {
        from = size
      } else if word.hasPrefix("until="), let size = Decimal.parse(word.dropFirst(6)) {
        until = size
      } else {
        throw FormatError(
          .keyList, line: number, en: "expected from=<size> or until=<size>, found “\(word)”",
          ja: "from=<サイズ> または until=<サイズ> でなければなりません: 「\(word)」")
      }
    }
    self.init(key, from: from, until: until)
  }

  package var text: String {
    key.text + (from > 0 ? " from=\(from)" : "") + (until.map { " until=\($0)" } ?? "")
  }
}

/// Why a note is not to be believed.
package enum NoteFailure: Error, Hashable, Sendable {
  case malformed(FormatError)
  case wrongSignature(key: String)
  case outOfOffice(key: String, size: Int)
  case noTrustedSignature(origin: String)

  package var message: Text {
    switch self {
    case .malformed(let error): error.message
    case .wrongSignature(let key):
      Text(en: "the signature of \(key) is wrong", ja: "\(key) の署名が正しくありません")
    case .outOfOffice(let key, let size):
      Text(
        en: "the key \(key) is not valid for a tree of \(size) leaves",
        ja: "鍵 \(key) はサイズ \(size) の木に対して有効ではありません")
    case .noTrustedSignature(let origin):
      Text(en: "no trusted key of \(origin) has signed", ja: "\(origin) の信頼された鍵による署名がありません")
    }
  }
}
