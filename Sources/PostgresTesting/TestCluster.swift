package import Postgres
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The PostgreSQL of this test run: one private cluster a process, started by the first test that needs it, without
/// fsync, ended when the process ends (by its exit handler, or by the kernel when it crashes).
package enum TestCluster {
  private static let shared = SharedStart()

  /// The running cluster.
  package static func running() async throws(ClusterError) -> PrivateCluster {
    try await shared.cluster()
  }

  /// Directories of test runs lie here; those of runs that crashed are swept up by the next.
  static let root = "/tmp/sekisho-tests-\(geteuid())"

  /// A new directory for a cluster of a test's own.
  package static func makeDirectory() -> String {
    sweep.run()
    let name = String(UInt64.random(in: 0 ... .max), radix: 36)
    let path = "\(root)/\(getpid())-\(name)"
    unsafe mkdir(path, 0o711)
    return path
  }

  /// Removes a directory that `makeDirectory` made.
  package static func remove(_ directory: String) {
    guard directory.hasPrefix(root + "/") else { return }
    removeTree(directory)
  }

  private static let sweep = Sweep()

  /// Removes what processes that are gone have left, once.
  private final class Sweep: Sendable {
    private let done = Mutex(false)

    func run() {
      done.withLock { done in
        guard !done else { return }
        done = true
        unsafe mkdir(TestCluster.root, 0o711)
        for name in entries(TestCluster.root) {
          let owner = name.split(separator: "-").first.flatMap { Int32($0) } ?? 0
          if owner > 0, kill(owner, 0) == 0 || errno == EPERM { continue }
          removeTree(TestCluster.root + "/" + name)
        }
      }
    }
  }

  private actor SharedStart {
    private enum State {
      case none
      case starting([CheckedContinuation<Result<PrivateCluster, ClusterError>, Never>])
      case done(Result<PrivateCluster, ClusterError>)
    }

    private var state = State.none

    func cluster() async throws(ClusterError) -> PrivateCluster {
      switch state {
      case .done(let outcome): return try outcome.get()
      case .starting:
        let outcome = await withCheckedContinuation { continuation in
          if case .starting(let waiting) = state { state = .starting(waiting + [continuation]) }
        }
        return try outcome.get()
      case .none:
        state = .starting([])
        let outcome = await start()
        if case .starting(let waiting) = state { waiting.forEach { $0.resume(returning: outcome) } }
        state = .done(outcome)
        return try outcome.get()
      }
    }

    private func start() async -> Result<PrivateCluster, ClusterError> {
      var settings = ClusterSettings.disposable
      settings.maxConnections = 300
      let cluster = PrivateCluster(directory: TestCluster.makeDirectory(), settings: settings)
      do throws(ClusterError) {
        try await cluster.start()
      } catch {
        TestCluster.remove(cluster.directory)
        return .failure(error)
      }
      AtExit.stop(cluster)
      return .success(cluster)
    }
  }
}

/// Stops clusters when the process ends in order.
enum AtExit {
  private static let clusters = Mutex<[PrivateCluster]>([])
  private static let registered: Bool = {
    atexit {
      for cluster in AtExit.clusters.withLock(\.self) {
        cluster.stopAndWait(.immediate)
        TestCluster.remove(cluster.directory)
      }
    }
    return true
  }()

  static func stop(_ cluster: PrivateCluster) {
    _ = registered
    clusters.withLock { $0.append(cluster) }
  }
}

private func entries(_ path: String) -> [String] {
  guard let directory = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

private func removeTree(_ path: String) {
  var status = stat()
  guard unsafe lstat(path, &status) == 0 else { return }
  guard status.st_mode & S_IFMT == S_IFDIR else {
    unsafe unlink(path)
    return
  }
  for name in entries(path) { removeTree(path + "/" + name) }
  unsafe rmdir(path)
}
