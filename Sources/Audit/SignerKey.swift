internal import Crypto

/// The private half of an Ed25519 note key, written `PRIVATE+KEY+<name>+<key ID>+<base64 of type and seed>`.
/// Its secret appears in `secretText` alone: printing, logging or dumping a value shows the verifier key.
package struct SignerKey: Sendable {
  package let verifier: VerifierKey
  private let key: Curve25519.Signing.PrivateKey

  /// A new key from the system's random numbers. Nil for an invalid name.
  package init?(generatingFor name: String) {
    self.init(name: name, key: Curve25519.Signing.PrivateKey())
  }

  /// The content of a key file: the key on one line.
  package init(parsing bytes: [UInt8]) throws(FormatError) {
    let prefix = "PRIVATE+KEY+"
    guard bytes.count <= 512, var text = String(validating: bytes, as: UTF8.self), text.hasPrefix(prefix) else {
      throw FormatError(.key, en: "not a note signing key", ja: "ノート署名鍵ではありません")
    }
    if text.utf8.last == UInt8(ascii: "\n") { text.removeLast() }
    let parts = text.dropFirst(prefix.count).split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let packed = Base64.decode(parts[2]), packed.first == VerifierKey.algorithm,
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: Array(packed.dropFirst())),
      let signer = SignerKey(name: String(parts[0]), key: key)
    else {
      throw FormatError(
        .key, en: "expected “PRIVATE+KEY+<name>+<key ID>+<base64 of an Ed25519 seed>”",
        ja: "「PRIVATE+KEY+<鍵名>+<鍵 ID>+<Ed25519 シードの base64>」でなければなりません")
    }
    guard parts[1] == signer.verifier.idText else {
      throw FormatError(
        .key, en: "the key ID does not belong to this name and key", ja: "鍵 ID がこの鍵名と鍵に合いません")
    }
    self = signer
  }

  private init?(name: String, key: Curve25519.Signing.PrivateKey) {
    guard let verifier = VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation)) else { return nil }
    self.verifier = verifier
    self.key = key
  }

  /// The content of a key file, to be written readable by its owner alone.
  package var secretText: String {
    let packed = Base64.encode([VerifierKey.algorithm] + Array(key.rawRepresentation))
    return "PRIVATE+KEY+\(verifier.name)+\(verifier.idText)+\(packed)\n"
  }

  func sign(_ text: String) throws(FormatError) -> SignedNote.Signature {
    guard let signature = try? key.signature(for: Array(text.utf8)) else {
      throw FormatError(.note, en: "the text could not be signed", ja: "本文に署名できませんでした")
    }
    return SignedNote.Signature(keyName: verifier.name, keyID: verifier.id, bytes: Array(signature))
  }
}

extension SignerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "SignerKey(\(verifier.text))" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["verifier": verifier.text]) }
}
