import Foundation
import PostgresTesting
import Testing

/// `serve` and `work` apart, several of each, on one database.
@Suite struct OperatorServeTests {
  @Test func `two servers and two workers stop on SIGTERM`() async throws {
    try await withTestDatabase { database in
      let environment = ["SEKISHO_DATABASE_URL": database.connectionString()]
      #expect(try await OperatorBinary.run(["db", "migrate"], environment).code == 0)
      let bootstrap = try await OperatorBinary.run(
        ["db", "bootstrap", "--administrator", "admin", "--kind", "test", "--folder", OperatorBinary.workflows],
        environment)
      #expect(bootstrap.code == 0)
      let servers = try (1...2).map { _ in try RunningBinary(["serve", "--port", "0"], environment) }
      let workers = try (1...2).map { _ in try RunningBinary(["work"], environment) }
      for server in servers {
        let line = try await server.line(with: "listening on")
        let address = try #require(line.split(separator: " ").last.flatMap { URL(string: String($0)) })
        #expect(try await Curl.get(address.appending(path: "v1/me"), bearer: bootstrap.output).status == 200)
        #expect(try await Curl.get(address.appending(path: "readyz"), bearer: "").status == 200)
      }
      for worker in workers { _ = try await worker.line(with: "messages stay in the record") }
      for running in servers + workers { running.signal(SIGTERM) }
      for running in servers + workers {
        let ended = await running.ended()
        #expect(ended.code == 0)
        #expect(ended.output.isEmpty, "standard output is for data")
      }
    }
  }

  @Test func `a port that is taken`() async throws {
    try await withTestDatabase { database in
      let environment = ["SEKISHO_DATABASE_URL": database.connectionString()]
      let first = try RunningBinary(["serve", "--port", "0"], environment)
      let line = try await first.line(with: "listening on")
      let port = try #require(line.split(separator: ":").last.map(String.init))
      for (lang, words) in [("en", "is taken"), ("ja", "使用中")] {
        let second = try await OperatorBinary.run(["serve", "--port", port, "--lang", lang], environment)
        #expect(second.code == 1)
        #expect(second.errors.contains(words), "\(second.errors)")
      }
      first.signal(SIGINT)
      #expect(await first.ended().code == 0)
    }
  }
}
