#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Where the server's programs are, and of which version.
package struct PostgresBinaries: Hashable, Sendable {
  /// Holds `postgres`, `initdb` and the tools for operators (`pg_dump`, `pg_basebackup`, `psql`).
  package let directory: String
  /// 15 or more.
  package let majorVersion: Int

  package func path(_ program: String) -> String { directory + "/" + program }

  /// The newest installed version from 15 on, or exactly `majorVersion`; looks in `directory` alone when it is given,
  /// else where Debian, Red Hat and source builds put them.
  package static func find(
    directory: String? = nil, majorVersion: Int? = nil
  ) throws(ClusterError) -> PostgresBinaries {
    let candidates = directory.map { [$0] } ?? candidates()
    let found = candidates.compactMap(inspect).filter { $0.majorVersion >= 15 }
    if let majorVersion {
      if let match = found.first(where: { $0.majorVersion == majorVersion }) { return match }
      throw ClusterError(
        .binariesMissing,
        en: "The data directory belongs to PostgreSQL \(majorVersion), whose server programs are not installed "
          + "(found: \(list(found.map(\.majorVersion)))). Install postgresql-\(majorVersion).",
        ja: "データディレクトリは PostgreSQL \(majorVersion) のものですが、そのサーバプログラムがありません"
          + "(検出: \(list(found.map(\.majorVersion))))。postgresql-\(majorVersion) を導入してください。")
    }
    if let newest = found.max(by: { $0.majorVersion < $1.majorVersion }) { return newest }
    throw ClusterError(
      .binariesMissing,
      en: "PostgreSQL's server programs (15 or newer) were not found in \(list(candidates)). Run admin/set-up.",
      ja: "PostgreSQL のサーバプログラム(15以降)が見つかりません(\(list(candidates)))。admin/set-up を実行してください。")
  }

  private static func list(_ items: [some CustomStringConvertible]) -> String {
    items.isEmpty ? "-" : items.map(\.description).joined(separator: ", ")
  }

  private static func candidates() -> [String] { folders.filter { FileSystem.isExecutable($0 + "/postgres") } }

  /// Where Debian, Red Hat and source builds put programs.
  fileprivate static var folders: [String] {
    let debian = FileSystem.entries("/usr/lib/postgresql").map { "/usr/lib/postgresql/\($0)/bin" }
    let redHat = FileSystem.entries("/usr").filter { $0.hasPrefix("pgsql-") }.map { "/usr/\($0)/bin" }
    let others = ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"]
    return debian.sorted() + redHat.sorted() + others
  }

  /// Reads the version from the program itself: a directory's name proves nothing.
  private static func inspect(_ directory: String) -> PostgresBinaries? {
    guard FileSystem.isExecutable(directory + "/postgres"), FileSystem.isExecutable(directory + "/initdb"),
      let output = try? Program.output(of: directory + "/postgres", ["--version"], account: nil)
    else { return nil }
    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    let words = output.text.split(separator: " ")
    guard output.code == 0, words.count >= 3, let major = words[2].split(separator: ".").first.flatMap({ Int($0) })
    else { return nil }
    return PostgresBinaries(directory: directory, majorVersion: major)
  }
}

/// A program that runs to its end while we wait.
enum Program {
  /// - Returns: exit code and the last 64 KiB of output and errors together.
  static func output(
    of program: String, _ arguments: [String], account: Account?
  ) throws(ClusterError) -> (code: Int32, text: String) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw ClusterError(
        .startFailed, en: "No pair of sockets: errno \(errno).", ja: "ソケットを作成できません: errno \(errno)。")
    }
    defer { close(ends[0]) }
    let child: ChildProcess
    do throws(ClusterError) {
      child = try ChildProcess.start(
        .init(program: program, arguments: arguments, account: account, deathSignal: "KILL", output: ends[1]))
    } catch {
      close(ends[1])
      throw error
    }
    close(ends[1])
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8_192)
    while true {
      let count = unsafe read(ends[0], &chunk, chunk.count)
      if count == -1, errno == EINTR { continue }
      if count <= 0 { break }
      text.append(contentsOf: chunk[..<count])
      if text.count > 131_072 { text.removeFirst(text.count - 65_536) }
    }
    return (child.wait(), String(decoding: text, as: UTF8.self))
  }
}

/// A client program of PostgreSQL, such as `pg_dump`.
package struct PostgresProgram: Sendable {
  package let path: String
  /// As it says of itself: `pg_dump (PostgreSQL) 15.18`.
  package let version: String

  /// Of the server's own version, else of the next newer one: an older `pg_dump` refuses a newer server.
  package static func find(_ name: String, majorVersion: Int) throws(ClusterError) -> PostgresProgram {
    let found = PostgresBinaries.folders.map { $0 + "/" + name }.compactMap { path -> (Int, PostgresProgram)? in
      guard FileSystem.isExecutable(path), let output = try? Program.output(of: path, ["--version"], account: nil),
        output.code == 0
      else { return nil }
      let words = output.text.split(whereSeparator: \.isWhitespace)
      guard words.count >= 3, let major = words[2].split(separator: ".").first.flatMap({ Int($0) }) else { return nil }
      return (major, PostgresProgram(path: path, version: words.prefix(3).joined(separator: " ")))
    }
    if let best = found.filter({ $0.0 >= majorVersion }).min(by: { $0.0 < $1.0 }) { return best.1 }
    throw ClusterError(
      .binariesMissing,
      en: "\(name) of PostgreSQL \(majorVersion) or newer was not found. Install postgresql-client-\(majorVersion).",
      ja: "PostgreSQL \(majorVersion) 以降の \(name) が見つかりません。postgresql-client-\(majorVersion) を導入してください。")
  }
}
