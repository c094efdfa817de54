import Diagnostics
import Foundation
import Testing

@testable import Audit

@Suite struct ProofFileTests {
  let signer: SignerKey
  let keys: TrustedKeys
  let entries: [HistoryEntry]
  let leaves: [TreeHash]

  init() throws {
    signer = try SignerKey(parsing: Array(Published.signer.utf8))
    keys = TrustedKeys([TrustedKeys.Entry(signer.verifier)])
    let template = try Golden.entry()
    entries = (0..<11).map { number in
      var entry = template
      entry.version = Int64(number)
      return entry
    }
    leaves = entries.map(\.leaf)
  }

  func checkpoint(_ size: Int) throws -> SignedNote {
    let root = PlainTree.root(leaves.prefix(size))
    return try #require(Checkpoint(origin: signer.verifier.name, size: size, root: root)).signed(with: [signer])
  }

  func inclusion(of index: Int, in size: Int) throws -> InclusionProofFile {
    let proof = try #require(ProofPlan.inclusion(of: index, in: size)).assemble(PlainTree.hash(leaves))
    return InclusionProofFile(
      entry: entries[index].encoded, index: index, proof: proof, checkpoint: try checkpoint(size))
  }

  @Test func inclusionFilesVerifyOffline() throws {
    for (index, size) in [(0, 1), (0, 11), (5, 11), (10, 11)] {
      let file = try InclusionProofFile(parsing: inclusion(of: index, in: size).bytes)
      let proved = try file.verify(keys)
      #expect(proved.entry == entries[index])
      #expect(proved.checkpoint.size == size)
    }
  }

  @Test func everyAlteredByteOfAnInclusionFileIsNoticed() throws {
    let bytes = try inclusion(of: 5, in: 11).bytes
    for position in bytes.indices {
      var altered = bytes
      altered[position] ^= 1
      #expect(throws: (any Error).self, "byte \(position)") { try InclusionProofFile(parsing: altered).verify(keys) }
    }
    for length in 0..<bytes.count {
      #expect(throws: FormatError.self) { try InclusionProofFile(parsing: Array(bytes[..<length])) }
    }
  }

  @Test func aPythonProgramThatSharesNoCodeAgrees() throws {
    let python = "/usr/bin/env"
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/verify_proof.py")
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    func run(_ bytes: [UInt8]) throws -> (status: Int32, output: String) {
      let file = folder.appending(path: "entry.tlog-proof")
      try Data(bytes).write(to: file)
      let process = Process()
      process.executableURL = URL(filePath: python)
      process.arguments = ["python3", script.path, file.path, signer.verifier.text]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = Pipe()
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    let bytes = try inclusion(of: 5, in: 11).bytes
    let (status, output) = try run(bytes)
    guard status != 127 else { return print("audit by Python: skipped (python3 absent)") }
    #expect(status == 0)
    #expect(output.contains(#""event": "submit""#) && output.contains(#""index": 5"#) && output.contains("契約担当者"))
    var altered = try inclusion(of: 5, in: 11)
    altered = InclusionProofFile(
      entry: entries[4].encoded, index: 5, proof: altered.proof, checkpoint: altered.checkpoint)
    #expect(try run(altered.bytes).status == 1)
    let forged = SignedNote(text: altered.checkpoint.text, signatures: try checkpoint(10).signatures)
    #expect(
      try run(
        InclusionProofFile(
          entry: entries[5].encoded, index: 5, proof: altered.proof, checkpoint: forged
        ).bytes
      ).status == 1)
  }

  @Test func consistencyFilesVerifyOffline() throws {
    for (old, new) in [(1, 11), (4, 11), (7, 11), (11, 11)] {
      let proof = try #require(ProofPlan.consistency(from: old, to: new)).assemble(PlainTree.hash(leaves))
      let file = ConsistencyProofFile(proof: proof, earlier: try checkpoint(old), later: try checkpoint(new))
      let parsed = try ConsistencyProofFile(parsing: file.bytes)
      #expect(parsed == file)
      let (earlier, later) = try parsed.verify(keys)
      #expect(earlier.size == old && later.size == new)
    }
    let bytes = ConsistencyProofFile(proof: [], earlier: try checkpoint(3), later: try checkpoint(11)).bytes
    #expect(throws: ProofRejection.proof(.wrongLength(expected: 5, actual: 0))) {
      try ConsistencyProofFile(parsing: bytes).verify(keys)
    }
    for length in 0..<bytes.count {
      #expect(throws: FormatError.self) { try ConsistencyProofFile(parsing: Array(bytes[..<length])) }
    }
  }

  @Test(arguments: Language.allCases)
  func rejectionsSpeakBothLanguages(language: Language) throws {
    let stranger = TrustedKeys([TrustedKeys.Entry(try #require(SignerKey(generatingFor: "other")).verifier)])
    let error = #expect(throws: ProofRejection.self) { try inclusion(of: 0, in: 2).verify(stranger) }
    #expect(error?.message[language].isEmpty == false)
  }
}
