import Foundation
import Testing

/// The worker's configuration: what is right is summed up, every mistake is shown where it stands.
@Suite struct OperatorWorkerFileTests {
  private static let secret = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()

  private func check(
    _ text: String, secretMode: Int = 0o600, lang: String = "en", _ environment: [String: String] = [:]
  ) async throws -> OperatorBinary.Ended {
    try await OperatorBinary.withFolder { folder in
      let secret = folder.appending(path: "finance.secret").path(percentEncoded: false)
      _ = FileManager.default.createFile(
        atPath: secret, contents: Data((Self.secret + "\n").utf8), attributes: [.posixPermissions: secretMode])
      let file = folder.appending(path: "worker.yaml")
      try Data(text.utf8).write(to: file)
      return try await OperatorBinary.run(
        ["work", "--check", "--lang", lang, "--config", file.path(percentEncoded: false)], environment)
    }
  }

  @Test func `a whole file`() async throws {
    let ended = try await check(
      """
      webhooks:
        finance: {url: https://finance.example.jp/hooks, secret: {file: finance.secret}, timeout: 10s}
        local: {url: "http://127.0.0.1:8081/in", secret: {env: LOCAL_SECRET}}
        trusted: {url: http://10.0.0.5/in, secret: {file: finance.secret}, plain_http: true}
      commands:
        archive: {run: [/bin/cat, -u], timeout: 5m, env: [ARCHIVE_KEY]}
      mail: {sendmail: [/bin/true], from: sekisho@example.jp, addresses: {sato: sato@office.example.jp}}
      concurrency: {webhook: 3, command: 0}
      lease: 2m
      """, ["LOCAL_SECRET": Self.secret, "ARCHIVE_KEY": "k"])
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(
      ended.output == """
        webhooks: finance, local, trusted; commands: archive; mail: from sekisho@example.jp; at once: notify 10, webhook 3

        """)
    #expect(ended.errors.isEmpty)
  }

  @Test(arguments: [
    ("webhooks: {finance: {url: ftp://a/b, secret: {file: finance.secret}}}", "O101", 1, 27),
    ("webhooks: {finance: {url: https://u:p@a/b, secret: {file: finance.secret}}}", "O101", 1, 27),
    ("webhooks:\n  財務: {url: https://a/b, secret: {file: finance.secret}}", "O109", 2, 3),
    ("webhooks: {finance: {url: http://finance.example.jp, secret: {file: finance.secret}}}", "O102", 1, 27),
    ("webhooks: {finance: {url: https://a/b, secret: {file: gone.secret}}}", "O103", 1, 55),
    ("webhooks: {finance: {url: https://a/b, secret: {env: NO_SUCH}}}", "O108", 1, 54),
    ("webhooks: {finance: {url: https://a/b, secret: {env: SHORT}}}", "O104", 1, 54),
    ("commands: {archive: {run: [cat]}}", "O106", 1, 28),
    ("commands: {archive: {run: [/etc]}}", "O106", 1, 28),
    ("mail: {sendmail: /bin/true, from: \"Sekisho <a@b>\"}", "O107", 1, 35),
    ("concurrency: {webhook: 101}", "Y505", 1, 24),
    ("lease: soon", "Y505", 1, 8),
    ("webhook: {}", "Y503", 1, 1),
  ])
  func mistakes(_ text: String, _ code: String, _ line: Int, _ column: Int) async throws {
    let ended = try await check(text, ["SHORT": "whsec_AAAA"])
    #expect(ended.code == 7)
    #expect(ended.output.isEmpty)
    #expect(ended.errors.contains(code), "\(ended.errors)")
    #expect(ended.errors.contains(":\(line):\(column)"), "\(ended.errors)")
    #expect(ended.errors.contains("^"))
    #expect(!ended.errors.contains(Self.secret))
  }

  @Test func `all mistakes at once, in Japanese`() async throws {
    let ended = try await check(
      """
      webhooks:
        finance: {url: ftp://a, secret: {file: gone}}
      commands:
        a: {run: [cat]}
      """, lang: "ja")
    #expect(ended.code == 7)
    for code in ["O101", "O103", "O106"] { #expect(ended.errors.contains(code)) }
    #expect(ended.errors.contains("実行できるプログラムではありません"))
  }

  @Test func `a secret that everybody may read is a warning`() async throws {
    let ended = try await check(
      "webhooks: {finance: {url: https://a/b, secret: {file: finance.secret}}}", secretMode: 0o644)
    #expect(ended.code == 0)
    #expect(ended.errors.contains("O105"))
  }

  @Test(arguments: [
    (["work", "--check", "--config", "/nonexistent/x.yaml"], "/nonexistent/x.yaml"),
    (["work", "--check", "--config", "/tmp"], "/tmp"),
  ])
  func `no such file`(_ arguments: [String], _ path: String) async throws {
    let ended = try await OperatorBinary.run(arguments)
    #expect(ended.code == 7)
    #expect(ended.errors.contains(path))
  }
}
