#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A cluster's directories, put in order and locked against other processes.
struct ClusterSite {
  let binaries: PostgresBinaries
  let account: Account?
  let data: String
  let log: String
  let socketDirectory: String
  let lock: DirectoryLock

  static func prepare(_ path: String, _ settings: ClusterSettings) throws(ClusterError) -> ClusterSite {
    var directory = path
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    let account = try account(forData: directory + "/data", settings)
    if !FileSystem.exists(directory) {
      try FileSystem.ensureDirectory(directory, mode: account == nil ? 0o700 : 0o711, owner: nil)
    }
    guard let root = FileSystem.canonical(directory) else { throw FileSystem.unusable(directory, errno) }
    if let account { try checkWay(to: root, account) }
    let lock = try DirectoryLock(root + "/lock")
    let data = root + "/data"
    let version = FileSystem.tail(data + "/PG_VERSION").flatMap { Int($0.filter(\.isNumber)) }
    let binaries = try PostgresBinaries.find(directory: settings.binaryDirectory, majorVersion: version)
    let sockets = try socketDirectory(root, account)
    let site = ClusterSite(
      binaries: binaries, account: account, data: data, log: root + "/server.log", socketDirectory: sockets, lock: lock)
    if version == nil { try site.create(in: root, settings) }
    return site
  }

  /// The server refuses to run as root; it keeps the account that owns the data.
  private static func account(
    forData data: String, _ settings: ClusterSettings
  ) throws(ClusterError) -> Account? {
    guard geteuid() == 0 else { return nil }
    if let owner = FileSystem.owner(data), owner != 0, let account = Account.numbered(owner) { return account }
    for name in settings.account.map({ [$0] }) ?? ["postgres", "nobody"] {
      if let account = Account.named(name), account.user != 0 { return account }
    }
    throw ClusterError(
      .noAccount,
      en: "The database server does not run as root, and there is no account \(settings.account ?? "postgres"). "
        + "Run as an ordinary user, or run admin/set-up.",
      ja: "データベースサーバは root では動作せず、アカウント \(settings.account ?? "postgres") もありません。"
        + "一般ユーザで実行するか、admin/set-up を実行してください。")
  }

  private static func checkWay(to root: String, _ account: Account) throws(ClusterError) {
    var path = ""
    for part in root.split(separator: "/") {
      path += "/" + part
      guard FileSystem.isTraversable(path, by: account) else {
        throw ClusterError(
          .directoryUnusable,
          en: "The server runs as \(account.name), which may not enter \(path). Choose a data directory elsewhere.",
          ja: "サーバは \(account.name) として動作しますが、\(path) に入れません。別のデータディレクトリを指定してください。")
      }
    }
  }

  /// Beside the data, unless the socket's path would be longer than the 107 bytes of `sockaddr_un`.
  private static func socketDirectory(_ root: String, _ account: Account?) throws(ClusterError) -> String {
    let near = root + "/run"
    let chosen = (near + "/.s.PGSQL.5432.lock").utf8.count <= 107 ? near : "/tmp/.pg-" + shortName(root)
    try FileSystem.ensureDirectory(chosen, mode: 0o700, owner: account)
    return chosen
  }

  private static func shortName(_ path: String) -> String {
    String(Fingerprint(path).value, radix: 36)
  }

  /// Makes the data directory beside its place and moves it there whole: a crash leaves nothing half made.
  private func create(in root: String, _ settings: ClusterSettings) throws(ClusterError) {
    let half = root + "/data.new"
    FileSystem.removeTree(half)
    if FileSystem.exists(data), !FileSystem.entries(data).isEmpty {
      throw ClusterError(
        .directoryUnusable, en: "\(data) is not empty and holds no cluster. Move it away.",
        ja: "\(data) は空ではなく、クラスタでもありません。移動してください。")
    }
    try FileSystem.ensureDirectory(half, mode: 0o700, owner: account)
    var arguments = [
      "--pgdata=\(half)", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
      "--data-checksums", "--no-instructions",
    ]
    if !settings.isDurable { arguments.append("--no-sync") }
    let made = try Program.output(of: binaries.path("initdb"), arguments, account: account)
    guard made.code == 0 else {
      FileSystem.removeTree(half)
      throw ClusterError(
        .startFailed, en: "initdb failed (exit code \(made.code)).", ja: "initdb が失敗しました(終了コード \(made.code))。",
        log: String(made.text.suffix(2_000)))
    }
    unsafe rmdir(data)
    guard unsafe rename(half, data) == 0 else { throw FileSystem.unusable(data, errno) }
  }
}

/// Held while a process works with a directory; the kernel lets go of it when the process ends.
package final class DirectoryLock: Sendable {
  private let file: Int32

  /// - Throws: `.inUse` where another process holds it, `.directoryUnusable` where there can be no such file.
  package init(_ path: String) throws(ClusterError) {
    file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileSystem.unusable(path, errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw ClusterError(
        .inUse, en: "Another process works with this cluster (\(path)). Stop it first.",
        ja: "別のプロセスがこのクラスタを使用中です(\(path))。先に停止してください。")
    }
  }

  deinit {
    // A program being started just now may hold a copy of the descriptor for a moment; unlocking frees it everywhere.
    flock(file, LOCK_UN)
    close(file)
  }
}
