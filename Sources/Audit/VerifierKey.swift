internal import Crypto

/// The public half of an Ed25519 note key, written `<name>+<key ID>+<base64 of type and key>`.
package struct VerifierKey: Hashable, Sendable {
  /// The signature type byte of Ed25519 (C2SP `signed-note`).
  static let algorithm: UInt8 = 0x01

  package let name: String
  /// Names the key in a signature line; no proof of anything.
  package let id: UInt32
  /// 32 bytes (RFC 8032).
  package let publicKey: [UInt8]

  init?(name: String, publicKey: [UInt8]) {
    guard KeyName.isValid(name), publicKey.count == 32 else { return nil }
    self.name = name
    self.publicKey = publicKey
    let named = Array(name.utf8) + [UInt8(ascii: "\n"), Self.algorithm] + publicKey
    id = SHA256.hash(data: named).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  package init(parsing text: String) throws(FormatError) {
    guard text.utf8.count <= 512 else {
      throw FormatError(.key, en: "a verifier key is shorter than 512 bytes", ja: "検証鍵は 512 バイト未満です")
    }
    // The base64 may itself have plus signs, the name may not.
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let packed = Base64.decode(parts[2]), packed.first == Self.algorithm,
      let key = VerifierKey(name: String(parts[0]), publicKey: Array(packed.dropFirst()))
    else {
      throw FormatError(
        .key, en: "expected “<name>+<key ID>+<base64 of an Ed25519 public key>”",
        ja: "「<鍵名>+<鍵 ID>+<Ed25519 公開鍵の base64>」でなければなりません")
    }
    guard parts[1] == key.idText else {
      throw FormatError(
        .key, en: "the key ID \(parts[1]) does not belong to this name and key, expected \(key.idText)",
        ja: "鍵 ID \(parts[1]) がこの鍵名と鍵に合いません(正しくは \(key.idText))")
    }
    self = key
  }

  package var text: String { "\(name)+\(idText)+\(Base64.encode([Self.algorithm] + publicKey))" }

  var idText: String {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(id)
    return Hex.encode(bytes)
  }

  package func isValid(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
    return key.isValidSignature(signature, for: Array(text.utf8))
  }
}
