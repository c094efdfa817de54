import Foundation
import PostgresTesting
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// `sekisho dev` on a private cluster, as a user starts it: the binary, the shipped definitions, the example people.
struct DevServer: Sendable {
  let url: String
  /// Holds `tokens/NAME` for each example person.
  let folder: String

  @TaskLocal static var current: DevServer?

  static func running() throws -> DevServer { try #require(current, "the suite needs the trait .devServer") }

  struct NotStarted: Error { let lines: [String] }

  /// Starts one, lends it and stops it.
  static func with(_ body: @escaping @Sendable (DevServer) async throws -> Void) async throws {
    let folder = TestCluster.makeDirectory()
    let home = Binary.root
    defer { TestCluster.remove(folder) }
    let result = try await Subprocess.run(
      .path(FilePath(Binary.path)),
      arguments: ["dev", "--data", folder, "--port", "0", "--folder", home + "/workflows"],
      environment: .inherit.updating(["SEKISHO_DATABASE_URL": nil, "LC_ALL": "C"]),
      input: .none, output: .discarded, error: .sequence
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (addresses, found) = AsyncStream.makeStream(of: String.self)
        let words = Words()
        group.addTask {
          // Read to the end, so that the server never waits for its reader.
          for try await line in execution.standardError.strings() {
            await words.add(line)
            if let address = line.firstMatch(of: /http:\/\/[0-9.]+:[0-9]+/) { found.yield(String(address.output)) }
          }
          found.finish()
        }
        var first = addresses.makeAsyncIterator()
        guard let url = await first.next() else { throw NotStarted(lines: await words.all) }
        let outcome: Result<Void, any Error>
        do {
          outcome = .success(try await body(DevServer(url: url, folder: folder)))
        } catch {
          outcome = .failure(error)
        }
        await execution.teardown(using: [.send(signal: .terminate, allowedDurationToNextStep: .seconds(30))])
        try outcome.get()
      }
    }
    #expect(result.terminationStatus == TerminationStatus.exited(0), "dev stops cleanly on SIGTERM")
  }

  private actor Words {
    private(set) var all: [String] = []
    func add(_ line: String) { all.append(line) }
  }
}

/// Lends one running `sekisho dev` to all tests of a suite.
struct DevServerTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withoutActuallyEscaping(function) { function in
      try await DevServer.with { server in
        try await DevServer.$current.withValue(server) { try await function() }
      }
    }
  }
}

extension Trait where Self == DevServerTrait {
  static var devServer: DevServerTrait { DevServerTrait() }
}
