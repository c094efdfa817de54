import Testing

@testable import Audit

@Suite struct CheckpointTests {
  let old: SignerKey
  let new: SignerKey
  let witness: SignerKey
  static let origin = "audit.example/log"

  init() throws {
    old = try #require(SignerKey(generatingFor: Self.origin))
    new = try #require(SignerKey(generatingFor: Self.origin))
    witness = try #require(SignerKey(generatingFor: "witness.example"))
  }

  func note(_ size: Int, _ keys: [SignerKey]) throws -> SignedNote {
    try #require(Checkpoint(origin: Self.origin, size: size, root: TreeHasher.emptyRoot)).signed(with: keys)
  }

  @Test func rotation() throws {
    let list = "# in office\n\(old.verifier.text) until=100\n\n\(new.verifier.text) from=100\n"
    let keys = try TrustedKeys(parsing: Array(list.utf8))
    #expect(
      keys.entries.map(\.text).joined(separator: "\n")
        == list.split(separator: "\n").dropFirst().joined(separator: "\n"))
    #expect(try keys.open(note(99, [old])).size == 99)
    #expect(try keys.open(note(100, [new])).size == 100)
    #expect(try keys.open(note(100, [old, new]).bytes).size == 100)
    #expect(throws: NoteFailure.outOfOffice(key: old.verifier.text, size: 100)) { try keys.open(note(100, [old])) }
    #expect(throws: NoteFailure.outOfOffice(key: new.verifier.text, size: 99)) { try keys.open(note(99, [new])) }
  }

  @Test func unknownSignaturesArePassedOver() throws {
    let keys = TrustedKeys([TrustedKeys.Entry(new.verifier)])
    #expect(try keys.open(note(5, [witness, old, new])).size == 5)
    #expect(throws: NoteFailure.noTrustedSignature(origin: Self.origin)) { try keys.open(note(5, [witness, old])) }
    // A witness may be known, but cannot stand in for the log.
    let withWitness = TrustedKeys([TrustedKeys.Entry(new.verifier), TrustedKeys.Entry(witness.verifier)])
    #expect(throws: NoteFailure.noTrustedSignature(origin: Self.origin)) { try withWitness.open(note(5, [witness])) }
  }

  @Test func everyAlteredByteOfANoteIsNoticed() throws {
    let keys = TrustedKeys([TrustedKeys.Entry(new.verifier)])
    let bytes = try note(1234, [new]).bytes
    for position in bytes.indices {
      var altered = bytes
      altered[position] ^= 1
      #expect(throws: NoteFailure.self, "byte \(position)") { try keys.open(altered) }
    }
  }

  @Test(arguments: [
    "o\n1\n", "o\n01\nR\n", "o\n+1\nR\n", "o\n-1\nR\n", "o\n1\nR=\n", "\n1\nR\n", "o\n1\nR\n\n",
    "o\n1\nR\next\n\nmore\n",
    "o\n9223372036854775808\nR\n", "o\n1\nR", "o\r\n1\nR\n", "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", "",
  ])
  func malformedCheckpoints(text: String) {
    let filled = text.replacing("R", with: TreeHasher.emptyRoot.base64)
    #expect(throws: FormatError.self) { try Checkpoint(parsing: filled) }
  }

  @Test func extensionsSurvive() throws {
    let checkpoint = try #require(
      Checkpoint(origin: "o", size: 0, root: TreeHasher.emptyRoot, extensions: ["one", "two"]))
    #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
    #expect(Checkpoint(origin: "o", size: -1, root: TreeHasher.emptyRoot) == nil)
    #expect(Checkpoint(origin: "a\nb", size: 1, root: TreeHasher.emptyRoot) == nil)
  }

  @Test(arguments: ["", "# nothing\n", "key\n", "KEY from=01\n", "KEY until=x\n", "KEY forever\n"])
  func malformedKeyLists(text: String) {
    let list = text.replacing("KEY", with: old.verifier.text)
    #expect(throws: FormatError.self) { try TrustedKeys(parsing: Array(list.utf8)) }
  }
}
