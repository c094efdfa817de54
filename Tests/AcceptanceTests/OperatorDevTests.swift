import Foundation
import FoundationNetworking
import Testing

/// `sekisho dev` on a folder of its own: first start, second start, end, crash.
@Suite(.serialized) struct OperatorDevTests {
  private static func arguments(_ folder: URL) -> [String] {
    ["dev", "--data", folder.path(percentEncoded: false), "--port", "0", "--folder", OperatorBinary.workflows]
  }

  private static func address(_ line: String) throws -> URL {
    let words = line.split(separator: " ").first { $0.hasPrefix("http://") }
    return try #require(URL(string: String(words ?? "").trimmingCharacters(in: ["；", ";", ","])))
  }

  private static func me(_ address: URL, _ folder: URL, _ person: String) async throws -> (Int, String) {
    let token = try String(contentsOf: folder.appending(path: "tokens/\(person)"), encoding: .utf8)
    let ended = try await Curl.get(address.appending(path: "v1/me"), bearer: token)
    return ended
  }

  @Test func `starts, refuses a second one, survives a crash, stops by signal`() async throws {
    try await OperatorBinary.withFolder { folder in
      let first = try RunningBinary(Self.arguments(folder))
      let address = try Self.address(try await first.line(with: "listening on"))
      let file = folder.appending(path: "url")
      #expect(try String(contentsOf: file, encoding: .utf8) == "\(address)\n")
      for (person, scopes) in [
        ("admin", #""scopes":["admin","audit","read","work","write"]"#),
        ("admin2", #""scopes":["admin","audit","read","work","write"]"#),
        ("kondo", #""scopes":["audit","read","write"]"#), ("tanaka", #""scopes":["read","write"]"#),
      ] {
        let (status, body) = try await Self.me(address, folder, person)
        #expect(status == 200)
        #expect(body.contains(scopes), "\(person): \(body)")
      }

      let second = try await OperatorBinary.run(Self.arguments(folder))
      #expect(second.code == 1)
      #expect(second.errors.contains("another sekisho dev works with"))
      #expect(second.errors.contains("\(address)"))

      first.signal(SIGKILL)
      #expect(await first.ended().code == 128 + SIGKILL)
      #expect(FileManager.default.fileExists(atPath: file.path(percentEncoded: false)))

      // A token that is gone comes back; the others stay as they are.
      let kept = try String(contentsOf: folder.appending(path: "tokens/sato"), encoding: .utf8)
      try FileManager.default.removeItem(at: folder.appending(path: "tokens/tanaka"))
      let third = try RunningBinary(Self.arguments(folder))
      let again = try Self.address(try await third.line(with: "listening on"))
      #expect(try await Self.me(again, folder, "tanaka").0 == 200)
      #expect(try String(contentsOf: folder.appending(path: "tokens/sato"), encoding: .utf8) == kept)
      third.signal(SIGTERM)
      #expect(await third.ended().code == 0)
      #expect(!FileManager.default.fileExists(atPath: file.path(percentEncoded: false)))
      #expect(
        !FileManager.default.fileExists(
          atPath: folder.appending(path: "cluster/data/postmaster.pid").path(percentEncoded: false)),
        "the private server still runs")

      let other = try await OperatorBinary.run(Self.arguments(folder) + ["--kind", "test"])
      #expect(other.code == 1)
      #expect(other.errors.contains("set up as demo"))
    }
  }
}

/// HTTP by the machine's own client.
enum Curl {
  static func get(_ url: URL, bearer: String) async throws -> (status: Int, body: String) {
    var request = URLRequest(url: url)
    request.setValue(
      "Bearer \(bearer.trimmingCharacters(in: .whitespacesAndNewlines))", forHTTPHeaderField: "Authorization")
    return try await send(request)
  }

  static func send(_ request: URLRequest) async throws -> (status: Int, body: String) {
    try await withCheckedThrowingContinuation { continuation in
      URLSession.shared.dataTask(with: request) { data, response, error in
        if let error { return continuation.resume(throwing: error) }
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        continuation.resume(returning: (status, String(decoding: data ?? Data(), as: UTF8.self)))
      }.resume()
    }
  }
}
