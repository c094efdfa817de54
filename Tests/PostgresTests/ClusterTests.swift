import Diagnostics
import Foundation
import Glibc
import PostgresTesting
import Testing

@testable import Postgres

@Suite struct ClusterTests {
  private func withDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = TestCluster.makeDirectory()
    defer { TestCluster.remove(directory) }
    try await body(directory)
  }

  private func settings(_ parameters: [String: String] = [:]) -> ClusterSettings {
    var settings = ClusterSettings.disposable
    settings.parameters = parameters
    return settings
  }

  private func make(_ directory: String, _ mode: mode_t) throws {
    try FileSystem.ensureDirectory(directory, mode: mode, owner: nil)
  }

  private func refusal(_ cluster: PrivateCluster) async -> ClusterError? {
    do throws(ClusterError) {
      try await cluster.start()
      return nil
    } catch {
      return error
    }
  }

  private func show(_ connection: PostgresConnection, _ name: String) async throws -> String {
    try await connection.query("select current_setting(\(name))").single.get(0)
  }

  @Test func isMadeOnceAndKeepsItsData() async throws {
    try await withDirectory { directory in
      for round in 0..<2 {
        let cluster = PrivateCluster(directory: directory, settings: ClusterSettings())
        #expect(!cluster.isRunning)
        try await cluster.start()
        let connection = try await connect(cluster)
        if round == 0 { try await connection.query("create table t (id int8)") }
        #expect(try await connection.query("select from t").isEmpty)
        #expect(try await show(connection, "fsync") == "on")
        #expect(try await show(connection, "data_checksums") == "on")
        #expect(try await show(connection, "listen_addresses") == "")
        #expect(try await show(connection, "server_encoding") == "UTF8")
        #expect(try await show(connection, "lc_collate") == "C.UTF-8")
        await cluster.stop()
        #expect(!cluster.isRunning)
        let log = try #require(FileSystem.tail(directory + "/server.log", limit: 100_000))
        #expect(log.contains("database system is shut down"))
        #expect(!log.contains("not properly shut down"))
      }
    }
  }

  /// The server is our own child in a session of its own: a Ctrl-C in the terminal does not reach it.
  @Test func isADirectChildInItsOwnSession() async throws {
    try await withOwnCluster { cluster in
      let processID = try #require(cluster.processID)
      #expect(getsid(processID) == processID)
      let fields = try #require(FileSystem.tail("/proc/\(processID)/stat")).split(separator: " ")
      #expect(fields[1] == "(postgres)")
      #expect(fields[3] == "\(getpid())")
    }
  }

  @Test func recoversFromKill() async throws {
    try await withDirectory { directory in
      let cluster = PrivateCluster(directory: directory, settings: ClusterSettings())
      try await cluster.start()
      let connection = try await connect(cluster)
      try await connection.query("create table t (id int8)")
      for number in 0..<3 {
        try await connect(cluster).query("insert into t values (\(number))")
        cluster.kill()
        #expect(!cluster.isRunning)
        #expect(FileSystem.exists(directory + "/data/postmaster.pid"))
        try await cluster.start()
        #expect(try await connect(cluster).query("select from t").count == number + 1)
      }
      await cluster.stop()
    }
  }

  @Test func tellsWhenTheServerEnds() async throws {
    try await withOwnCluster { cluster in
      let end = Task { await cluster.waitForEnd() }
      // the task may not have begun to wait: then it finds the server gone
      cluster.kill()
      let code = await end.value
      #expect(code == 128 + SIGKILL || code == nil)
      #expect(await cluster.waitForEnd() == nil)
      try await cluster.start()
      async let second = cluster.waitForEnd()
      try await connect(cluster).query("select pg_reload_conf()")
      await cluster.stop(.fast)
      let stopped = await second
      #expect(stopped == 0 || stopped == nil)
    }
  }

  /// The process id left behind may by now be anybody's: here it is ours.
  @Test func staleProcessFileOfAStrangerIsIgnored() async throws {
    try await withDirectory { directory in
      let cluster = PrivateCluster(directory: directory, settings: settings())
      try await cluster.start()
      await cluster.stop()
      let text = "\(getpid())\n\(directory)/data\n"
      try text.write(toFile: directory + "/data/postmaster.pid", atomically: false, encoding: .utf8)
      try await cluster.start()
      #expect(cluster.isRunning)
      await cluster.stop(.immediate)
    }
  }

  /// Whoever started the server is gone, the server is not yet: it is stopped in order before a new one starts.
  @Test func serverLeftRunningIsStoppedFirst() async throws {
    try await withDirectory { directory in
      let settings = settings()
      let leftover: ChildProcess? = await withCheckedContinuation { continuation in
        _ = startThread {
          let child = try? ClusterSite.prepare(directory, settings).startServer(settings)
          continuation.resume(returning: child)
          child?.wait()
        }
      }
      let old = try #require(leftover)
      let cluster = PrivateCluster(directory: directory, settings: settings)
      try await cluster.start()
      #expect(try await eventually { old.exitCode == 0 })
      #expect(cluster.processID != old.processID)
      #expect(try await connect(cluster).query("select 1").count == 1)
      await cluster.stop(.immediate)
    }
  }

  @Test func belongsToOneProcessAtATime() async throws {
    try await withOwnCluster { cluster in
      let second = PrivateCluster(directory: cluster.directory, settings: settings())
      #expect(await refusal(second)?.code == .inUse)
      #expect(await refusal(cluster)?.code == .inUse)
      #expect(cluster.isRunning)
    }
  }

  @Test func longPathsGetAShortSocket() async throws {
    try await withDirectory { directory in
      var long = directory
      for _ in 0..<3 {
        long += "/" + String(repeating: "長い'道 ", count: 4)
        try make(long, 0o711)
      }
      let cluster = PrivateCluster(directory: long, settings: settings())
      try await cluster.start()
      let connection = try await connect(cluster)
      let socket = try await show(connection, "unix_socket_directories")
      #expect(socket.hasPrefix("/tmp/.pg-"))
      await cluster.stop(.immediate)
      FileSystem.removeTree(socket)
    }
  }

  @Test func serverThatCannotStartSaysWhy() async throws {
    try await withDirectory { directory in
      let cluster = PrivateCluster(directory: directory, settings: settings(["shared_buffers": "nonsense"]))
      let error = await refusal(cluster)
      #expect(error?.code == .startFailed)
      #expect(error?.log?.contains("shared_buffers") == true)
      // and lets go of the directory
      let repaired = PrivateCluster(directory: directory, settings: settings())
      try await repaired.start()
      await repaired.stop(.immediate)
    }
  }

  @Test func missingProgramsAreNamed() async throws {
    try await withDirectory { directory in
      var settings = settings()
      settings.binaryDirectory = "/nonexistent"
      let cluster = PrivateCluster(directory: directory, settings: settings)
      let error = await refusal(cluster)
      #expect(error?.code == .binariesMissing)
      #expect(error?.text.en.contains("admin/set-up") == true)
      #expect(error?.text.ja.contains("admin/set-up") == true)
    }
    #expect(throws: ClusterError.self) { try PostgresBinaries.find(majorVersion: 9) }
    #expect(try PostgresBinaries.find().majorVersion >= 15)
  }

  @Test func foreignDataIsNotTouched() async throws {
    try await withDirectory { directory in
      try make(directory + "/data", 0o755)
      try make(directory + "/data/precious", 0o755)
      let cluster = PrivateCluster(directory: directory, settings: settings())
      #expect(await refusal(cluster)?.code == .directoryUnusable)
      #expect(FileSystem.exists(directory + "/data/precious"))
    }
  }

  /// Only root runs the server under another account, which must be able to reach its data.
  @Test(.enabled(if: geteuid() == 0))
  func closedWayIsNamed() async throws {
    try await withDirectory { directory in
      try make(directory + "/closed", 0o700)
      let cluster = PrivateCluster(directory: directory + "/closed/cluster", settings: settings())
      let error = await refusal(cluster)
      #expect(error?.code == .directoryUnusable)
      #expect(error?.text.en.contains("/closed.") == true)
    }
  }

  /// When the thread that started a program is gone (as all are when a process is killed), the kernel ends the program.
  @Test func childrenDieWithTheirParent() async throws {
    let child = await withCheckedContinuation { continuation in
      _ = startThread {
        let output = unsafe open("/dev/null", O_WRONLY)
        defer { close(output) }
        let command = ChildProcess.Command(
          program: "/bin/sleep", arguments: ["1000"], account: nil, deathSignal: "KILL", output: output)
        let child = try? ChildProcess.start(command)
        if let child {
          // `env` and `setpriv` become `sleep` by exec; only then is the order given to the kernel
          while FileSystem.tail("/proc/\(child.processID)/comm") != "sleep\n" { usleep(1_000) }
        }
        continuation.resume(returning: child)
      }
    }
    #expect(try #require(child).wait() == 128 + SIGKILL)
  }
}
