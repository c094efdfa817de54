#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The few calls on files that a cluster needs, with their errors as `errno` values.
enum FileSystem {
  static func isExecutable(_ path: String) -> Bool {
    unsafe access(path, X_OK) == 0
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
  }

  /// Names in a directory; empty when there is none.
  static func entries(_ path: String) -> [String] {
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

  /// The last `limit` bytes of a file; `nil` when it cannot be read.
  static func tail(_ path: String, limit: Int = 8_192) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let size = lseek(file, 0, SEEK_END)
    lseek(file, max(0, size - off_t(limit)), SEEK_SET)
    var bytes = [UInt8](repeating: 0, count: limit)
    let count = unsafe read(file, &bytes, limit)
    return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
  }

  /// A directory with exactly this owner and mode; made if it is not there. A link or somebody else's directory is
  /// refused.
  static func ensureDirectory(_ path: String, mode: mode_t, owner: Account?) throws(ClusterError) {
    if unsafe mkdir(path, mode) != 0, errno != EEXIST { throw unusable(path, errno) }
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw unusable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw ClusterError(
        .directoryUnusable, en: "\(path) is not a directory.", ja: "\(path) はディレクトリではありません。")
    }
    let wanted = owner?.user ?? geteuid()
    if status.st_uid != wanted {
      guard geteuid() == 0, status.st_uid == 0, let owner, unsafe chown(path, owner.user, owner.group) == 0 else {
        throw ClusterError(
          .directoryUnusable, en: "\(path) belongs to user \(status.st_uid), expected \(wanted). Remove it.",
          ja: "\(path) の所有者は \(status.st_uid) です(必要: \(wanted))。削除してください。")
      }
    }
    if status.st_mode & 0o7777 != mode, unsafe chmod(path, mode) != 0 { throw unusable(path, errno) }
  }

  /// The owner of what is there, `nil` when nothing is.
  static func owner(_ path: String) -> uid_t? {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_uid : nil
  }

  /// Whether an account may pass through a directory.
  static func isTraversable(_ path: String, by account: Account) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    if status.st_uid == account.user { return status.st_mode & S_IXUSR != 0 }
    if status.st_gid == account.group { return status.st_mode & S_IXGRP != 0 }
    return status.st_mode & S_IXOTH != 0
  }

  /// Removes a directory and all in it, following no link. Errors are left to show themselves at the next use.
  static func removeTree(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      // Bounded by the depth of a data directory, which is ours.
      for name in entries(path) { removeTree(path + "/" + name) }
      unsafe rmdir(path)
    } else {
      unsafe unlink(path)
    }
  }

  static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Absolute, with links resolved; the path must exist.
  static func canonical(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  static func unusable(_ path: String, _ code: Int32) -> ClusterError {
    let reason = unsafe String(cString: strerror(code))
    return ClusterError(
      .directoryUnusable, en: "\(path) cannot be used: \(reason).", ja: "\(path) を使用できません: \(reason)。")
  }
}
