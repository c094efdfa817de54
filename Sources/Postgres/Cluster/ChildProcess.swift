internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A program started by us. It gets a session of its own, so that a Ctrl-C in our terminal does not reach it, and
/// dies by `deathSignal` when the thread that started it ends: call `start` on a thread that stays.
final class ChildProcess: Sendable {
  let processID: pid_t
  private let ended = Mutex(Int32?.none)

  private init(processID: pid_t) {
    self.processID = processID
  }

  struct Command {
    var program: String
    var arguments: [String]
    /// The account to run it under, when it is not ours.
    var account: Account?
    /// Sent by the kernel when the starting thread is gone: `INT`, `QUIT`, ….
    var deathSignal: String
    /// Standard output and standard error.
    var output: Int32
  }

  /// Starts a program by way of `env` (working directory) and `setpriv` (account, signal at the parent's death). Both
  /// become the program by exec: its process id is the child's.
  static func start(_ command: Command) throws(ClusterError) -> ChildProcess {
    var arguments = ["env", "--chdir=/", "setpriv", "--pdeathsig=\(command.deathSignal)"]
    if let account = command.account {
      arguments += ["--reuid=\(account.user)", "--regid=\(account.group)", "--clear-groups"]
    }
    arguments += ["--", command.program] + command.arguments
    let environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"]
    var processID: pid_t = 0
    let code = spawn(&processID, "/usr/bin/env", arguments, environment, output: command.output)
    guard code == 0 else {
      let reason = unsafe String(cString: strerror(code))
      throw ClusterError(
        .startFailed, en: "\(command.program) could not be started: \(reason).",
        ja: "\(command.program) を起動できません: \(reason)。")
    }
    return ChildProcess(processID: processID)
  }

  private static func spawn(
    _ processID: inout pid_t, _ path: String, _ arguments: [String], _ environment: [String], output: Int32
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 2)
    // A server that outlives a call must not keep somebody's pipe open.
    for descriptor in Int32(3)..<256 { unsafe posix_spawn_file_actions_addclose(&actions, descriptor) }

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID of <spawn.h>, hidden from Swift behind _GNU_SOURCE
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | newSession))

    var argumentPointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var environmentPointers = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (argumentPointers + environmentPointers).forEach { unsafe free($0) } }
    return unsafe posix_spawn(&processID, path, &actions, &attributes, &argumentPointers, &environmentPointers)
  }

  /// Waits for the end in a system call.
  ///
  /// - Returns: the exit code, or 128 plus the number of the signal that ended it.
  @discardableResult
  func wait() -> Int32 {
    var info = unsafe siginfo_t()
    // Not reaped yet, so that `signal` cannot hit a stranger who got the same process id.
    while unsafe waitid(P_PID, id_t(processID), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
    return ended.withLock { ended in
      var status: Int32 = 0
      while unsafe waitpid(processID, &status, 0) == -1, errno == EINTR {}
      let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
      ended = code
      return code
    }
  }

  /// `nil` while it runs.
  var exitCode: Int32? { ended.withLock(\.self) }

  func signal(_ number: Int32) {
    ended.withLock { ended in
      if ended == nil { kill(processID, number) }
    }
  }
}

/// A user of the operating system.
struct Account: Sendable, Equatable {
  let name: String
  let user: uid_t
  let group: gid_t

  static func named(_ name: String) -> Account? {
    unsafe lookUp { entry, buffer, size, found in unsafe getpwnam_r(name, entry, buffer, size, found) }
  }

  static func numbered(_ user: uid_t) -> Account? {
    unsafe lookUp { entry, buffer, size, found in unsafe getpwuid_r(user, entry, buffer, size, found) }
  }

  private static func lookUp(
    _ call: (
      UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
      UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32
  ) -> Account? {
    var entry = unsafe passwd()
    var buffer = [CChar](repeating: 0, count: 16_384)
    var found: UnsafeMutablePointer<passwd>? = nil
    let code = unsafe buffer.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return ERANGE }
      return unsafe call(&entry, base, buffer.count, &found)
    }
    guard code == 0, unsafe found != nil, let name = unsafe entry.pw_name else { return nil }
    return unsafe Account(name: String(cString: name), user: entry.pw_uid, group: entry.pw_gid)
  }
}
