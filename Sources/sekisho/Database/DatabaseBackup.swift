import ArgumentParser
import Crypto
import Diagnostics
import Engine
import Foundation
import JSON
import Postgres
import Subprocess
import Workflows

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

struct DatabaseBackup: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Save the whole database into a new folder. データベースを新しいフォルダに保存する。",
    discussion: """
      Writes FOLDER/sekisho.dump (pg_dump's custom format, of one moment), FOLDER/manifest.json (sha256, schema version, \
      newest checkpoint), FOLDER/checkpoint.txt and FOLDER/roles.sql. Nothing is overwritten. To restore: run roles.sql \
      with psql on another cluster, `createdb NAME`, `pg_restore --dbname=NAME FOLDER/sekisho.dump`, then \
      `sekisho audit verify --checkpoint FOLDER/checkpoint.txt`.
      """)

  @Option(help: "Folder to make; it must not be there, or be empty.")
  var to: String
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("folder", en: "Folder", ja: "フォルダ"), Column("moment", en: "Moment", ja: "時点", .moment),
    Column("size", en: "Size", ja: "サイズ"), Column("sha256", en: "SHA-256", ja: "SHA-256"),
    Column("schema", en: "Schema", ja: "スキーマ", .number, at: "/manifest/schema/number"),
    Column("entries", en: "Entries", ja: "記録", .amount, at: "/manifest/entries"),
    Column("checkpoint", en: "Checkpoint of", ja: "チェックポイント", .amount, at: "/manifest/checkpoint/size"),
  ]

  func operate() async throws {
    let language = common.language
    let installation = try Installation.fromEnvironment(language)
    let folder = try BackupFolder(to)
    let answer: JSONValue
    do {
      answer = try await installation.withConnection { connection in
        try await BackupSnapshot.hold(connection) { snapshot in
          if let obstacle = snapshot.inspection.migrations.problem { throw obstacle }
          let program = try PostgresProgram.find(
            "pg_dump", majorVersion: snapshot.inspection.versionNumber / 10_000)
          if Terminal.errorIsTerminal {
            let size = ByteCount.shown(snapshot.inspection.bytes)
            Terminal.note(Text(en: "dumping \(size) …", ja: "\(size) を保存しています…")[language])
          }
          try await Self.dump(installation, program, snapshot, to: folder.dump)
          return try folder.finish(snapshot, program)
        }
      }
    } catch {
      folder.discard()
      throw error
    }
    try form.output(language).record(answer, Self.columns)
  }

  /// The connection's values reach pg_dump by its environment: arguments can be read by everybody on the machine.
  private static func dump(
    _ installation: Installation, _ program: PostgresProgram, _ snapshot: BackupSnapshot, to file: URL
  ) async throws {
    let parameters = ConnectionParameters(installation.configuration.connectionString)
    var variables: [Subprocess.Environment.Key: String?] = [
      "LC_ALL": "C", "SEKISHO_DATABASE_URL": String?.none, "PGAPPNAME": "sekisho backup",
    ]
    for (name, value) in parameters?.environment ?? [:] { variables[.init(stringLiteral: name)] = value }
    let arguments = [
      "--format=custom", "--no-password", "--snapshot=\(snapshot.name)",
      "--file=\(file.path(percentEncoded: false))",
    ]
    let result = try await Subprocess.run(
      .path(FilePath(program.path)), arguments: Arguments(arguments),
      environment: .inherit.updating(variables), output: .discarded, error: .string(limit: 8_192))
    guard case .exited(0) = result.terminationStatus else {
      throw Trouble(
        .failure, Text(en: "pg_dump failed", ja: "pg_dump が失敗しました"),
        hint: Text(en: "back up as the owner of the database", ja: "データベースの所有者として実行してください"),
        details: result.standardError.split(separator: "\n").prefix(8).map(String.init))
    }
  }
}

/// A backup under way beside its place; moved there whole when it is complete.
struct BackupFolder {
  private let place: URL
  private let half: URL

  init(_ path: String) throws {
    place = URL(filePath: path, directoryHint: .isDirectory)
    half = URL(
      filePath: place.standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/") + ".partial",
      directoryHint: .isDirectory)
    let files = FileManager.default
    if files.fileExists(atPath: place.path(percentEncoded: false)) {
      guard let content = try? files.contentsOfDirectory(atPath: place.path(percentEncoded: false)), content.isEmpty
      else {
        throw Trouble(
          .failure, Text(en: "\(path) is there already, and is not empty", ja: "\(path) は既にあり、空ではありません"),
          hint: Text(en: "name a new folder: nothing is overwritten", ja: "新しいフォルダを指定してください(上書きはしません)"))
      }
    }
    do {
      try? files.removeItem(at: half)
      try files.createDirectory(
        at: half, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Trouble(.failure, Text(en: "\(path) cannot be made", ja: "\(path) を作成できません"))
    }
  }

  var dump: URL { half.appending(path: "sekisho.dump") }

  func discard() { try? FileManager.default.removeItem(at: half) }

  /// Writes manifest and companions, then moves the folder to its place.
  func finish(_ snapshot: BackupSnapshot, _ program: PostgresProgram) throws -> JSONValue {
    let inspection = snapshot.inspection
    try SafeFile.write(BackupSnapshot.rolesScript, to: half.appending(path: "roles.sql").path(percentEncoded: false))
    if let note = inspection.sealed?.checkpoint {
      try SafeFile.write(note, to: half.appending(path: "checkpoint.txt").path(percentEncoded: false))
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: dump.path(percentEncoded: false))
    var files: [JSONValue] = []
    for name in ["checkpoint.txt", "roles.sql", "sekisho.dump"] {
      guard let (size, digest) = try Self.digest(half.appending(path: name)) else { continue }
      files.append(["name": .string(name), "size": .number(.init(size)), "sha256": .string(digest)])
    }
    var manifest: [String: JSONValue] = [
      "format": "sekisho-backup/1", "created_at": .string(inspection.serverTime.rfc3339),
      "database": .string(inspection.database), "server": .string(inspection.version),
      "program": .string(program.version), "files": .array(files),
      "schema": [
        "number": .number(.init(inspection.schemaNumber)),
        "name": .string(inspection.migrations.lines.last { $0.number == inspection.schemaNumber }?.name ?? ""),
      ],
    ]
    if let cluster = inspection.cluster {
      manifest["kind"] = .string(cluster.kind.rawValue)
      manifest["clock"] = .string(cluster.now.rfc3339)
    }
    if let sealed = inspection.sealed {
      manifest["entries"] = .number(.init(sealed.entries))
      manifest["sealed"] = .number(.init(sealed.leaves))
      if let note = sealed.checkpoint {
        manifest["checkpoint"] = ["size": .number(.init(sealed.checkpointSize)), "note": .string(note)]
      }
    }
    try SafeFile.write(
      JSONValue.object(manifest).prettyText + "\n",
      to: half.appending(path: "manifest.json").path(percentEncoded: false))
    try? FileManager.default.removeItem(at: place)
    try FileManager.default.moveItem(at: half, to: place)
    let saved = files.last ?? .null
    return [
      "folder": .string(place.path(percentEncoded: false)), "moment": .string(inspection.serverTime.tokyoRFC3339),
      "size": .string(ByteCount.shown(saved["size"]?.int64 ?? 0)), "sha256": saved["sha256"] ?? .null,
      "manifest": .object(manifest),
    ]
  }

  /// Size and SHA-256 in hexadecimal; nil where the file is not there. Dumps are larger than memory.
  static func digest(_ file: URL) throws -> (Int64, String)? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    defer { try? handle.close() }
    var hasher = SHA256()
    var size: Int64 = 0
    while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
      hasher.update(data: chunk)
      size += Int64(chunk.count)
    }
    return (
      size, hasher.finalize().map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
    )
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: Character) -> String {
    var text = self
    while text.count > 1, text.last == suffix { text.removeLast() }
    return text
  }
}
