import Foundation
import JSON
import PostgresTesting
import Testing

extension CommandLineTests {
  /// Contexts, and what becomes of tokens.
  @Suite struct SignIn {
    /// A configuration folder of the test's own.
    private func withHome(_ body: (String, [String: String]) async throws -> Void) async throws {
      let home = TestCluster.makeDirectory()
      defer { try? FileManager.default.removeItem(atPath: home) }
      try await body(home, ["SEKISHO_CONFIG": home + "/config.yaml"])
    }

    private func secret(of person: String) throws -> String {
      try String(contentsOfFile: DevServer.running().folder + "/tokens/" + person, encoding: .utf8)
    }

    @Test func `logging in keeps the token for its owner only, and shows it to nobody`() async throws {
      try await withHome { home, environment in
        let server = try DevServer.running()
        let secret = try secret(of: "sato")
        let login = try await sekisho(
          "auth", "login", "--url", server.url, "--context", "dev", as: nil, input: secret, environment: environment)
        #expect(login.code == 0 && login.out.contains("sato"), "\(login.err)")
        for path in [home + "/tokens/dev", home + "/config.yaml"] {
          let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
          #expect(mode == 0o600, "\(path)")
        }
        let status = try await sekisho("auth", "status", "--select", "/person", as: nil, environment: environment)
        #expect(status.out == "sato\n", "\(status.err)")
        for form in ["table", "json", "jsonl", "csv"] {
          let shown = try await sekisho("config", "show", "-o", form, as: nil, environment: environment)
          #expect(shown.code == 0 && shown.out.contains("dev"))
          #expect(!shown.out.contains(secret.trimmingCharacters(in: .newlines)) && !shown.err.contains("sekisho_"))
        }
      }
    }

    @Test func `a token that others can read is refused`() async throws {
      try await withHome { home, environment in
        let server = try DevServer.running()
        let path = home + "/token"
        try secret(of: "sato").write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let ran = try await sekisho(
          "auth", "status", "--url", server.url, "--token-file", path, as: nil, environment: environment)
        #expect(ran.code == 4 && ran.err.contains("chmod 600"), "\(ran.err)")
      }
    }

    @Test func `a wrong token is not kept`() async throws {
      try await withHome { home, environment in
        let server = try DevServer.running()
        let ran = try await sekisho(
          "auth", "login", "--url", server.url, as: nil, input: "sekisho_wrong\n", environment: environment)
        #expect(ran.code == 4, "\(ran.err)")
        #expect(!FileManager.default.fileExists(atPath: home + "/config.yaml"))
      }
    }

    @Test func `the token of a context goes to its server only`() async throws {
      try await withHome { home, environment in
        let server = try DevServer.running()
        let secret = try secret(of: "sato")
        _ = try await sekisho(
          "auth", "login", "--url", server.url, as: nil, input: secret, environment: environment)
        let ran = try await sekisho(
          "auth", "status", "--url", server.url + "/elsewhere", as: nil, environment: environment)
        #expect(ran.code == 4 && ran.err.contains("no token"), "\(ran.err)")
      }
    }

    @Test func `a broken configuration is named by line`() async throws {
      try await withHome { home, environment in
        try "current: dev\ncontexts:\n  dev: {adress: x}\n".write(
          toFile: home + "/config.yaml", atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: home + "/config.yaml")
        let ran = try await sekisho("auth", "status", as: nil, environment: environment)
        #expect(ran.code == 7 && ran.err.contains("config.yaml:3:"), "\(ran.err)")
      }
    }

    @Test func `a new token takes the old one's place`() async throws {
      try await withHome { home, _ in
        let issued = try await sekisho("token", "issue", "--scope", "read", "--label", "試験", "-o", "json").json()
        let id = try #require(issued["id"]?.stringValue)
        let rotated = try await sekisho("token", "rotate", id, "--to", home + "/new", "-o", "json").json()
        #expect(rotated["secret"] == nil && rotated["file"] == .string(home + "/new"))
        let url = try DevServer.running().url
        let new = try await sekisho("auth", "status", "--url", url, "--token-file", home + "/new", as: nil)
        #expect(new.code == 0, "\(new.err)")
        let old = try await sekisho(
          "auth", "status", "--url", url, as: nil, environment: ["SEKISHO_TOKEN": issued["secret"]?.stringValue ?? ""])
        #expect(old.code == 4, "\(old.err)")
      }
    }
  }
}
