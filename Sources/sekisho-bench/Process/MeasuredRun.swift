import Glibc

/// One run of a program from its start to its end, as the kernel counts it.
struct MeasuredRun {
  /// As `waitpid` gives it; 128 plus the signal where one ended it.
  let code: Int32
  let wall: Duration
  /// User and system time.
  let cpu: Duration
  /// The most memory it held, or what its starter held before, whichever is more.
  let peakKiB: Int

  /// - Parameter output: the file for output and errors.
  static func of(_ program: String, _ arguments: [String], output: String = "/dev/null") -> MeasuredRun? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // Threads of the concurrency runtime block signals, and a child would keep that: pgbench would never hear its alarm.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { word in unsafe free(word) } }
    var child = pid_t()
    let start = ContinuousClock.now
    guard unsafe posix_spawn(&child, program, &actions, &attributes, &words, environ) == 0 else { return nil }
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) == -1 { guard errno == EINTR else { return nil } }
    let wall = ContinuousClock.now - start
    let ended = status & 0x7f
    return MeasuredRun(
      code: ended == 0 ? (status >> 8) & 0xff : 128 + ended, wall: wall,
      cpu: usage.ru_utime.duration + usage.ru_stime.duration, peakKiB: usage.ru_maxrss)
  }
}

extension timeval {
  fileprivate var duration: Duration { .seconds(tv_sec) + .microseconds(tv_usec) }
}

/// Processor time of this process so far, all threads.
enum OwnProcessor {
  static var microseconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}

/// Processor time of a server and all its sessions so far, those that ended included.
enum ServerProcessor {
  private static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

  static func microseconds(_ postmaster: Int32) -> Double {
    var ticks = fields(postmaster).map { $0[11...14].reduce(0, +) } ?? 0
    let children = Machine.text("/proc/\(postmaster)/task/\(postmaster)/children").split(separator: " ")
    for child in children.compactMap({ Int32($0) }) {
      ticks += fields(child).map { $0[11] + $0[12] } ?? 0
    }
    return ticks / ticksPerSecond * 1e6
  }

  /// Of `/proc/PID/stat`, what follows the program's name; 11 to 14 are user and system time, own and of ended children.
  private static func fields(_ process: Int32) -> [Double]? {
    let text = Machine.text("/proc/\(process)/stat")
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
    return fields.count > 14 ? fields : nil
  }
}
