import Diagnostics
import Testing

@testable import Audit

/// Keys and note of the documentation of golang.org/x/mod/sumdb/note: made by another program.
enum Published {
  static let verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
  static let signer = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
  static let note = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """
}

@Suite struct NoteTests {
  let note = Array(Published.note.utf8)

  @Test func publishedNoteVerifiesAndIsMadeAgain() throws {
    let key = try VerifierKey(parsing: Published.verifier)
    #expect(key.text == Published.verifier)
    let signer = try SignerKey(parsing: Array(Published.signer.utf8))
    #expect(signer.verifier == key)
    #expect(signer.secretText == Published.signer + "\n")
    let parsed = try SignedNote(parsing: note)
    #expect(key.isValid(parsed.signatures[0].bytes, of: parsed.text))
    #expect(try SignedNote(signing: parsed.text, with: [signer]).bytes == note)
    #expect(parsed.bytes == note)
  }

  @Test(arguments: [
    ("", "no empty line"), ("text\n", "no empty line"), ("text\n\n", "does not end"),
    ("text\n\n— a AAAAAAA=\n\n", "does not end"), ("text\n\n— a AAAAAAA=", "does not end"),
    ("text\n\n- a AAAAAAA=\n", "expected"), ("text\n\n— a+b AAAAAAA=\n", "expected"),
    ("text\n\n—  AAAAAAA=\n", "expected"),
    ("text\n\n— a AAAAAA==\n", "expected"), ("text\n\n— a AAAAAAB=\n", "expected"),
    ("text\n\n— a AAAAAAA\n", "expected"),
    ("text\n\n— a AAAAAAA= \n", "expected"), ("text\n\n— a\u{2003}b AAAAAAA=\n", "expected"),
    ("te\txt\n\n— a AAAAAAA=\n", "control"), ("text\r\n\n— a AAAAAAA=\n", "control"), ("\n\n— a AAAAAAA=\n", ""),
  ])
  func malformedNotes(text: String, problem: String) {
    if problem.isEmpty {
      // An empty line is text that ends in a newline.
      #expect((try? SignedNote(parsing: Array(text.utf8)))?.text == "\n")
    } else {
      let error = #expect(throws: FormatError.self) { try SignedNote(parsing: Array(text.utf8)) }
      #expect(error?.message.en.contains(problem) == true, "\(text): \(error?.message.en ?? "")")
    }
  }

  @Test func limits() {
    #expect(throws: FormatError.self) {
      try SignedNote(parsing: Array(repeating: UInt8(ascii: "\n"), count: SignedNote.sizeLimit + 1))
    }
    let line = "— a AAAAAAA=\n"
    #expect((try? SignedNote(parsing: Array(("t\n\n" + String(repeating: line, count: 64)).utf8))) != nil)
    #expect(throws: FormatError.self) {
      try SignedNote(parsing: Array(("t\n\n" + String(repeating: line, count: 65)).utf8))
    }
    #expect(throws: FormatError.self) { try SignedNote(parsing: [0x74, 0x0a, 0x0a, 0xff, 0x0a]) }
  }

  @Test(arguments: [
    "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "+c74f20a3+AQ==", "", "a+b+c",
  ])
  func wrongKeys(text: String) {
    #expect(throws: FormatError.self) { try VerifierKey(parsing: text) }
  }

  @Test func aSecretIsNeverPrinted() throws {
    let signer = try #require(SignerKey(generatingFor: "audit.example/log"))
    let secret = try #require(signer.secretText.split(separator: "+").last).dropLast()
    var dumped = ""
    dump(signer, to: &dumped)
    for text in ["\(signer)", String(reflecting: signer), dumped, "\(["k": signer])"] {
      #expect(!text.contains(secret))
      #expect(text.contains(signer.verifier.text))
    }
    #expect(try SignerKey(parsing: Array(signer.secretText.utf8)).verifier == signer.verifier)
    #expect(SignerKey(generatingFor: "a b") == nil)
  }

  @Test(arguments: ["", "YQ==", "YWI=", "YWJj", "+/+/"])
  func canonicalBase64(text: String) throws {
    #expect(Base64.encode(try #require(Base64.decode(text))) == text)
  }

  @Test(arguments: ["Y", "YQ", "YQ=", "YR==", "YWJ=", "====", "=", "Y===", "YQ==YQ==", "YW Jj", "-_-_", "YQ=a"])
  func wrongBase64(text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
