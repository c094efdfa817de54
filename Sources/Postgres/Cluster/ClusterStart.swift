#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

extension ClusterSite {
  /// Starts the server as our child and waits until it accepts connections. Must run on a thread that stays.
  func startServer(_ settings: ClusterSettings) throws(ClusterError) -> ChildProcess {
    let deadline = ContinuousClock.now + settings.patience
    try retireLeftover(until: deadline)
    while true {
      let child = try spawnServer(settings)
      if try becomesReady(child, until: deadline) { return child }
      let words = lastWords
      // Backends of a server that was killed let go of its shared memory when they notice; that takes a moment.
      guard words.contains("pre-existing shared memory block"), ContinuousClock.now < deadline else {
        throw ClusterError(
          .startFailed, en: "The database server ended while starting (exit code \(child.exitCode ?? 0)); see \(log).",
          ja: "データベースサーバが起動中に終了しました(終了コード \(child.exitCode ?? 0))。\(log) を確認してください。",
          log: words)
      }
      usleep(50_000)
    }
  }

  private func spawnServer(_ settings: ClusterSettings) throws(ClusterError) -> ChildProcess {
    rotateLog()
    let output = unsafe open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard output >= 0 else { throw FileSystem.unusable(log, errno) }
    defer { close(output) }
    var arguments = ["-D", data]
    for parameter in settings.serverParameters(socketDirectory: socketDirectory) { arguments += ["-c", parameter] }
    return try ChildProcess.start(
      .init(
        program: binaries.path("postgres"), arguments: arguments, account: account,
        deathSignal: settings.whenOrphaned == .stop ? "INT" : "QUIT", output: output))
  }

  private func rotateLog() {
    var status = stat()
    if unsafe stat(log, &status) == 0, status.st_size > 16 << 20 { unsafe rename(log, log + ".1") }
  }

  /// The eighth line of `postmaster.pid` says how far the server is (`pidfile.h` of the server's sources); `pg_ctl`
  /// reads it likewise.
  ///
  /// - Returns: false when it ended instead.
  private func becomesReady(_ child: ChildProcess, until deadline: ContinuousClock.Instant) throws(ClusterError) -> Bool
  {
    while true {
      var info = unsafe siginfo_t()
      _ = unsafe waitid(P_PID, id_t(child.processID), &info, WEXITED | WNOWAIT | WNOHANG)
      if unsafe info.si_signo == SIGCHLD {
        child.wait()
        return false
      }
      let lines = pidFile
      if lines.count >= 8, lines[0] == "\(child.processID)", lines[7].hasPrefix("ready") { return true }
      if ContinuousClock.now > deadline {
        child.signal(SIGKILL)
        child.wait()
        throw ClusterError(
          .startFailed, en: "The database server was not ready in time; see \(log).",
          ja: "データベースサーバが時間内に準備できませんでした。\(log) を確認してください。", log: lastWords)
      }
      usleep(5_000)
    }
  }

  private var pidFile: [Substring] {
    (FileSystem.tail(data + "/postmaster.pid") ?? "").split(separator: "\n", omittingEmptySubsequences: false)
  }

  private var lastWords: String {
    (FileSystem.tail(log, limit: 2_000) ?? "").split(separator: "\n").suffix(12).joined(separator: "\n")
  }

  /// A server may still run although whoever started it is gone; a crashed one leaves its file behind, with a process
  /// id that by now may be somebody else's.
  private func retireLeftover(until deadline: ContinuousClock.Instant) throws(ClusterError) {
    guard let first = pidFile.first, let processID = pid_t(first), processID > 0 else { return }
    let isServer = { FileSystem.linkTarget("/proc/\(processID)/cwd") == data }
    if !isServer() {
      unsafe unlink(data + "/postmaster.pid")
      return
    }
    kill(processID, SIGINT)
    while isServer() {
      if ContinuousClock.now > deadline {
        throw ClusterError(
          .inUse, en: "A server (process \(processID)) still runs on \(data) and does not stop.",
          ja: "サーバ(プロセス \(processID))が \(data) で動作中で、停止しません。")
      }
      usleep(10_000)
    }
  }
}
