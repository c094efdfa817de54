import Diagnostics
import Foundation
import JSON

/// Files that hold or lead to secrets.
enum SafeFile {
  /// A token that others can read is no secret.
  static func refuse(_ path: String, readableByOthers language: Language) throws(CommandFailure) {
    guard let mode = mode(path), mode & 0o077 != 0 else { return }
    throw CommandFailure(
      Exit.signIn, Text(en: "others can read the token in \(path)", ja: "他の利用者が\(path)のトークンを読めます"),
      hint: Text(
        en: "run `chmod 600 \(path)`; if others could have read it, rotate the token (`sekisho token rotate`)",
        ja: "chmod 600 \(path) を実行してください。読まれたおそれがあれば、トークンを更新(sekisho token rotate)してください"))
  }

  /// Who can write it decides where the token is sent.
  static func refuse(_ path: String, writableByOthers language: Language) throws(CommandFailure) {
    guard let mode = mode(path), mode & 0o022 != 0 else { return }
    throw CommandFailure(
      Exit.usage, Text(en: "others can write \(path)", ja: "他の利用者が\(path)を書き換えられます"),
      hint: Text(en: "run `chmod 600 \(path)`", ja: "chmod 600 \(path) を実行してください"))
  }

  /// Readable by the owner only, from before the first byte; so is a folder that has to be made. The new file is whole
  /// before the old one goes.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let files = FileManager.default
    let temporary = path + ".new-\(UUID().uuidString.prefix(8))"
    var isOldGone = false
    do {
      try files.createDirectory(
        at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      // Foundation sets the mode after it has made the file, so that it has to be empty until then.
      guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]) else {
        throw Exit.failure
      }
      let handle = try FileHandle(forWritingTo: URL(filePath: temporary))
      try handle.write(contentsOf: Data(text.utf8))
      try handle.synchronize()
      try handle.close()
      // `replaceItemAt` of Foundation on Linux loses both files.
      if files.fileExists(atPath: path) {
        try files.removeItem(atPath: path)
        isOldGone = true
      }
      try files.moveItem(atPath: temporary, toPath: path)
    } catch {
      if !isOldGone { try? files.removeItem(atPath: temporary) }
      throw CommandFailure(Exit.failure, Text(en: "cannot write \(path)", ja: "\(path)に書き込めません"))
    }
  }

  private static func mode(_ path: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(filePath: path).resolvingSymlinksInPath().path)
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return nil }
    return attributes?[.posixPermissions] as? Int
  }
}

enum JSONString {
  static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    JSONText.write(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
