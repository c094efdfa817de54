internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A PostgreSQL cluster of our own in a directory: made once, reached by a Unix socket only, running as our direct
/// child and ending with us.
///
/// The directory holds `data`, `server.log` and a lock; the socket lies in it too, or under `/tmp` where the path would
/// be too long for one (107 bytes). The socket's directory has mode 0700: whoever may enter it is trusted, which is the
/// account that runs the server, and root.
package final class PrivateCluster: Sendable {
  package enum StopMode: Sendable {
    /// SIGINT: sessions are ended, a checkpoint is written.
    case fast
    /// SIGTERM: sessions may end by themselves.
    case smart
    /// SIGQUIT: no checkpoint; the next start recovers.
    case immediate
  }

  private struct State {
    var child: ChildProcess?
    var lock: DirectoryLock?
    var socketDirectory = ""
    var onEnd: [@Sendable (Int32) -> Void] = []
  }

  package let directory: String
  package let settings: ClusterSettings
  private let state = Mutex(State())

  /// - Parameter directory: absolute, or relative to the working directory.
  package init(directory: String, settings: ClusterSettings = ClusterSettings()) {
    self.directory = directory
    self.settings = settings
  }

  /// Makes the cluster if there is none, starts the server and waits until it accepts connections.
  package func start() async throws(ClusterError) {
    let outcome = await withCheckedContinuation { continuation in
      let once = Once<Result<Void, ClusterError>>()
      once.set { continuation.resume(returning: $0) }
      // The thread stays for as long as the server runs: the kernel ties the child's death signal to it.
      let started = startThread {
        let child: ChildProcess
        do throws(ClusterError) {
          child = try self.launch()
        } catch {
          once.fulfil(.failure(error))
          return
        }
        once.fulfil(.success(()))
        self.ended(child.wait())
      }
      if !started { once.fulfil(.failure(Self.noThread)) }
    }
    try outcome.get()
  }

  /// Stops the server and waits for its end; nothing happens when it does not run.
  package func stop(_ mode: StopMode = .fast) async {
    await withCheckedContinuation { continuation in
      let started = startThread {
        self.stopAndWait(mode)
        continuation.resume()
      }
      if !started { continuation.resume() }
    }
  }

  /// Stops the server; waits in system calls. For exit handlers.
  package func stopAndWait(_ mode: StopMode = .fast) {
    guard let child = state.withLock(\.child) else { return }
    switch mode {
    case .fast: child.signal(SIGINT)
    case .smart: child.signal(SIGTERM)
    case .immediate: child.signal(SIGQUIT)
    }
    let deadline = ContinuousClock.now + settings.patience
    while child.exitCode == nil {
      if ContinuousClock.now > deadline { child.signal(SIGKILL) }
      usleep(2_000)
    }
    release()
  }

  /// Ends the server's first process by SIGKILL, as a crash would. `start` recovers.
  package func kill() {
    guard let child = state.withLock(\.child) else { return }
    child.signal(SIGKILL)
    while child.exitCode == nil { usleep(500) }
    release()
  }

  /// The server's first process, our direct child; `nil` when it does not run.
  package var processID: Int32? {
    guard let child = state.withLock(\.child), child.exitCode == nil else { return nil }
    return child.processID
  }

  package var isRunning: Bool { processID != nil }

  /// Waits until the server ends, by our wish or not.
  ///
  /// - Returns: its exit code, or 128 plus the number of the signal that ended it; `nil` when it does not run.
  package func waitForEnd() async -> Int32? {
    await withCheckedContinuation { continuation in
      let runs = state.withLock { state in
        guard let child = state.child, child.exitCode == nil else { return false }
        state.onEnd.append { continuation.resume(returning: $0) }
        return true
      }
      if !runs { continuation.resume(returning: nil) }
    }
  }

  private func ended(_ code: Int32) {
    let bodies = state.withLock { state in
      defer { state.onEnd.removeAll() }
      return state.onEnd
    }
    for body in bodies { body(code) }
  }

  /// For libpq.
  package func connectionString(database: String = "postgres", user: String = "postgres") -> String {
    let host = state.withLock(\.socketDirectory)
    return [("host", host), ("port", "5432"), ("user", user), ("dbname", database)]
      .map { "\($0.0)=\(Self.quoted($0.1))" }.joined(separator: " ")
  }

  /// As section 34.1.1.1 of PostgreSQL's documentation quotes values.
  private static func quoted(_ value: String) -> String {
    var quoted = "'"
    for character in value {
      if character == "'" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "'"
  }

  private static var noThread: ClusterError {
    ClusterError(.startFailed, en: "No thread could be started.", ja: "スレッドを開始できません。")
  }

  private func release() {
    state.withLock { state in
      state.child = nil
      state.lock = nil
    }
  }

  private func launch() throws(ClusterError) -> ChildProcess {
    if isRunning {
      throw ClusterError(.inUse, en: "The server already runs.", ja: "サーバは既に起動しています。")
    }
    let site = try ClusterSite.prepare(directory, settings)
    state.withLock { state in
      state.lock = site.lock
      state.socketDirectory = site.socketDirectory
    }
    do throws(ClusterError) {
      let child = try site.startServer(settings)
      state.withLock { $0.child = child }
      return child
    } catch {
      release()
      throw error
    }
  }
}
