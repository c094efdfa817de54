import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import Logging
import Postgres
import Workflows

/// What operator commands share: the database they work on, the files they deploy, the key that seals.
struct Installation {
  let configuration: PostgresConfiguration
  let language: Language
  let logger: Logger

  init(connection: String, language: Language, logger: Logger) {
    self.init(PostgresConfiguration(connection), language: language, logger: logger)
  }

  init(_ configuration: PostgresConfiguration, language: Language, logger: Logger) {
    self.configuration = configuration
    self.language = language
    self.logger = logger
  }

  /// From SEKISHO_DATABASE_URL; never from a flag, because flags show in process lists.
  static func fromEnvironment(_ language: Language) throws -> Installation {
    guard let url = Environment.databaseURL else {
      let text = Text(
        en: "set SEKISHO_DATABASE_URL to the database, or use `sekisho dev`",
        ja: "SEKISHO_DATABASE_URLにデータベースを指定するか、「sekisho dev」を使ってください")
      Terminal.note("sekisho: " + text[language])
      throw Exit.usage
    }
    // libpq's own complaint would quote the string, password and all.
    guard ConnectionParameters(url) != nil else {
      throw Trouble(
        Exit.usage,
        Text(
          en: "SEKISHO_DATABASE_URL is no connection string of PostgreSQL",
          ja: "SEKISHO_DATABASE_URLはPostgreSQLの接続文字列ではありません"), hint: ConnectionFault.malformed.help)
    }
    return Installation(connection: url, language: language, logger: House.logger())
  }

  /// Where and as whom, without secrets.
  var shown: String { ConnectionParameters(configuration.connectionString)?.shown ?? "" }

  func withConnection<Value: Sendable>(
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await PostgresConnection.connect(configuration, logger: logger)
    do {
      let value = try await body(connection)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  func migrate() async throws -> [Postgres.Migration] {
    try await withConnection { try await SchemaMigrations.migrator().migrate($0) }
  }

  /// The sealing key of this installation, made on first use and readable by its owner only.
  static func signer(in folder: URL, _ language: Language) throws -> SignerKey {
    let file = folder.appending(path: "sealing-key")
    let path = file.path(percentEncoded: false)
    if FileManager.default.fileExists(atPath: path) {
      guard let bytes = FileManager.default.contents(atPath: path) else {
        throw Trouble(.failure, Text(en: "\(path) cannot be read", ja: "\(path) を読み取れません"))
      }
      return try SignerKey(parsing: Array(bytes))
    }
    guard let key = SignerKey(generatingFor: "sekisho.local") else { throw ExitCode.failure }
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try SafeFile.write(key.secretText, to: path)
    try SafeFile.write(
      key.verifier.text + "\n", to: folder.appending(path: "sealing-key.pub").path(percentEncoded: false))
    let text = Text(
      en: "made a new sealing key, \(path); keep a copy of sealing-key.pub outside: \(key.verifier.text)",
      ja: "封印鍵 \(path) を新しく作成しました。sealing-key.pub の写しを外部に保管してください:\(key.verifier.text)")
    Terminal.note(text[language])
    return key
  }
}
