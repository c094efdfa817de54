import ArgumentParser
import Diagnostics
import Engine
import Foundation
import Postgres
import Workflows

/// The folder of `sekisho dev`: the private cluster, the tokens of the example people, the sealing key, and the address
/// while it runs.
struct DevHome {
  let folder: URL
  /// One `dev` a folder, also where the database is somewhere else.
  private let lock: DirectoryLock

  /// PostgreSQL does not run as root, and its own account may not enter root's home.
  static var standard: String {
    geteuid() == 0 ? "/var/lib/sekisho-dev" : Environment.home + "/.local/share/sekisho/dev"
  }

  private init(folder: URL, lock: DirectoryLock) {
    self.folder = folder
    self.lock = lock
  }

  static func open(_ path: String) throws -> DevHome {
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    // As root, the server's account must be able to pass through; what is secret lies in folders of mode 0700.
    let mode = geteuid() == 0 ? 0o711 : 0o700
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: mode])
    } catch {
      throw Trouble(
        .failure, Text(en: "\(path): the folder cannot be made", ja: "\(path):フォルダを作成できません"),
        hint: Text(en: "choose another one with --data", ja: "--data で別のフォルダを指定してください"))
    }
    let file = folder.appending(path: "dev.lock").path(percentEncoded: false)
    do {
      let home = DevHome(folder: folder, lock: try DirectoryLock(file))
      // Left behind by a process that was killed.
      home.withdraw()
      return home
    } catch {
      throw error.code == .inUse ? inUse(folder, path) : Trouble(error)
    }
  }

  private static func inUse(_ folder: URL, _ path: String) -> Trouble {
    let address = (try? String(contentsOf: folder.appending(path: "url"), encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let place = path + (address.map { " (\($0))" } ?? "")
    return Trouble(
      .failure,
      Text(en: "another sekisho dev works with \(place)", ja: "別のsekisho devが \(place) を使用中です"),
      hint: Text(
        en: "stop it, or choose another folder with --data and another port with --port",
        ja: "先に停止するか、--data で別のフォルダ、--port で別のポートを指定してください"))
  }

  var path: String { folder.path(percentEncoded: false) }
  var tokens: URL { folder.appending(path: "tokens", directoryHint: .isDirectory) }
  var cluster: String { folder.appending(path: "cluster").path(percentEncoded: false) }

  func announce(_ address: String) {
    try? Data((address + "\n").utf8).write(to: folder.appending(path: "url"), options: .atomic)
  }

  func withdraw() {
    try? FileManager.default.removeItem(at: folder.appending(path: "url"))
  }

  /// A token file for everybody, again where one is missing, revoked or about to expire: the clock of a demonstration
  /// runs through months in minutes.
  func issueTokens(_ connection: PostgresConnection) async throws {
    try FileManager.default.createDirectory(
      at: tokens, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let residents = try await Resident.list(connection)
    let present = residents.map { resident in
      (try? String(contentsOf: file(of: resident.person), encoding: .utf8)).flatMap {
        TokenSecret($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    let valid = try await Resident.stillValid(present.compactMap(\.self), connection)
    var verdicts = valid[...]
    for (resident, secret) in zip(residents, present) {
      if secret != nil, verdicts.popFirst() == true { continue }
      let token = try await Bootstrap.issueToken(
        for: resident.person, scopes: Self.scopes(of: resident.roles), label: "dev", connection)
      try SafeFile.write(token.text, to: file(of: resident.person).path(percentEncoded: false))
    }
  }

  private func file(of person: PersonCode) -> URL { tokens.appending(path: person.text) }

  /// Administrators of the installation correct mistakes under four eyes; auditors read the whole record.
  private static func scopes(of roles: Set<RoleName>) -> Set<Scope> {
    if roles.contains("corrector") { return Set(Scope.allCases) }
    return roles.contains("auditor") ? [.read, .write, .audit] : [.read, .write]
  }
}
