import Crypto
import Foundation
import FoundationNetworking
import Testing

/// The receiver for trials: it takes what is signed, once, and remembers after a crash.
@Suite struct OperatorWebhookTests {
  private static let key = Data(repeating: 9, count: 32)

  private struct World {
    let folder: URL
    var log: URL { folder.appending(path: "log.jsonl") }

    var arguments: [String] {
      [
        "debug", "webhook", "--listen", "127.0.0.1:0", "--secret-file", folder.appending(path: "secret").path(),
        "--log", log.path(), "--answer", #"{"accepted":true}"#,
      ]
    }

    var lines: [String] {
      get throws { try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init) }
    }
  }

  private func withWorld(_ body: (World) async throws -> Void) async throws {
    try await OperatorBinary.withFolder { folder in
      try Data("whsec_\(Self.key.base64EncodedString())\n".utf8).write(to: folder.appending(path: "secret"))
      try await body(World(folder: folder))
    }
  }

  private static func address(_ running: RunningBinary) async throws -> URL {
    let line = try await running.line(with: "listening on")
    return try #require(line.split(separator: " ").last.flatMap { URL(string: String($0)) })
  }

  private static func delivery(
    _ address: URL, id: String = "msg_1", body: String = #"{"a":1}"#, seconds: Int64? = nil, key: Data = key,
    signatures: (String) -> String = { "v1,\($0)" }
  ) -> URLRequest {
    let time = seconds ?? Int64(Date().timeIntervalSince1970)
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(id).\(time).\(body)".utf8), using: SymmetricKey(data: key))
    var request = URLRequest(url: address)
    request.httpMethod = "POST"
    request.httpBody = Data(body.utf8)
    request.setValue(id, forHTTPHeaderField: "webhook-id")
    request.setValue(String(time), forHTTPHeaderField: "webhook-timestamp")
    request.setValue(signatures(Data(code).base64EncodedString()), forHTTPHeaderField: "webhook-signature")
    return request
  }

  @Test func `takes each delivery once, also after a crash`() async throws {
    try await withWorld { world in
      let first = try RunningBinary(world.arguments)
      let address = try await Self.address(first)
      for _ in 1...2 {
        let (status, body) = try await Curl.send(Self.delivery(address))
        #expect(status == 200)
        #expect(body == #"{"accepted":true}"#)
      }
      #expect(try await Curl.send(Self.delivery(address, id: "msg_2")).status == 200)
      #expect(try world.lines.count == 2)
      #expect(try world.lines[0].contains(#""body":{"a":1}"#))
      #expect(try world.lines[0].contains(#""id":"msg_1""#))
      first.signal(SIGKILL)
      _ = await first.ended()

      // What a crash cut off counts as never received.
      let handle = try FileHandle(forWritingTo: world.log)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(#"{"id":"msg_3","bo"#.utf8))
      try handle.close()
      let second = try RunningBinary(world.arguments)
      let again = try await Self.address(second)
      for id in ["msg_1", "msg_2", "msg_3", "msg_3"] {
        #expect(try await Curl.send(Self.delivery(again, id: id)).status == 200)
      }
      #expect(try world.lines.count == 3)
      second.signal(SIGTERM)
      #expect(await second.ended().code == 0)
    }
  }

  @Test func `refuses what is not signed, too old, or no JSON`() async throws {
    try await withWorld { world in
      let running = try RunningBinary(world.arguments)
      let address = try await Self.address(running)
      let now = Int64(Date().timeIntervalSince1970)
      let bad = [
        Self.delivery(address, key: Data(repeating: 1, count: 32)), Self.delivery(address, seconds: now - 400),
        Self.delivery(address, seconds: now + 400), Self.delivery(address, body: "no json"),
        Self.delivery(address) { "v2,\($0)" }, Self.delivery(address) { _ in "v1,AAAA" },
        Self.delivery(address) { _ in "" },
      ]
      for request in bad { #expect(try await Curl.send(request).status == 401) }
      #expect(try world.lines.isEmpty)
      // While a secret is being changed there are two signatures.
      #expect(try await Curl.send(Self.delivery(address) { "v1,AAAA v1,\($0)" }).status == 200)
      #expect(try world.lines.count == 1)
      running.signal(SIGTERM)
      #expect(await running.ended().code == 0)
    }
  }

  @Test func `a secret of another form is refused`() async throws {
    try await withWorld { world in
      try Data("secret".utf8).write(to: world.folder.appending(path: "secret"))
      let ended = try await OperatorBinary.run(world.arguments)
      #expect(ended.code == 7)
      #expect(ended.errors.contains("whsec_"))
    }
  }
}
