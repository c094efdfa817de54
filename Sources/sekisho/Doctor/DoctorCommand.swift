import ArgumentParser
import Diagnostics
import Engine
import Foundation
import JSON
import Postgres
import Worker
import Workflows

struct DoctorCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at the whole installation, and say what to do. 環境全体を点検する。",
    discussion: """
      Checks configuration, connection, server, roles and rights, migrations, clocks, sealing, tasks, calendars, tokens, \
      disk and endpoints. Exit 0 where nothing fails (warnings allowed), else 1.
      """)

  @OptionGroup var worker: WorkerOptions
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("check", en: "Check", ja: "点検"), Column("verdict", en: "Verdict", ja: "判定"),
    Column("message", en: "Found", ja: "結果"), Column("help", en: "What to do", ja: "対処"),
  ]

  func operate() async throws {
    let language = common.language
    let (settings, configured) = try configuration()
    var checks = configured
    checks += await database(settings)
    if let settings { checks += await EndpointChecks.reach(settings.endpoints) }
    let output = form.output(language)
    let failures = checks.count { $0.verdict == .fail }
    let warnings = checks.count { $0.verdict == .warn }
    let answer: JSONValue = [
      "sound": .bool(failures == 0), "failures": .number(.init(failures)), "warnings": .number(.init(warnings)),
      "data": .array(checks.map(\.json)),
    ]
    try output.list(answer, Self.columns) { checks.flatMap { $0.lines(language, output.style) } }
    if output.format == .table {
      let text = Text(
        en: "\(checks.count) checks, \(warnings) warnings, \(failures) failures",
        ja: "点検\(checks.count)件、警告\(warnings)件、異常\(failures)件")
      Terminal.note(text[language])
    }
    if failures > 0 { throw ExitCode.failure }
  }

  /// The worker's file; nil settings where there is none or it has mistakes.
  private func configuration() throws -> (WorkerSettings?, [Checkup]) {
    guard let path = worker.config ?? Environment.workerConfiguration else { return (nil, []) }
    let bytes = try InputFile.read(path, limit: WorkerFile.limit, common.language)
    let (settings, diagnostics) = WorkerFile.read(
      SourceFile(name: path, bytes: bytes), variables: Environment.variable)
    let help = Text(
      en: "see them in place with: sekisho work --check --config \(path)",
      ja: "「sekisho work --check --config \(path)」で該当箇所を確認できます")
    var checks = diagnostics.map { diagnostic -> Checkup in
      let place = diagnostic.location.map { "\($0.source.name):\($0.position.line): " } ?? ""
      let (en, ja) = (place + diagnostic.message.en, place + diagnostic.message.ja)
      return diagnostic.severity == .error
        ? .fail("config", en: en, ja: ja, help: help) : .warn("config", en: en, ja: ja, help: diagnostic.help ?? help)
    }
    if checks.isEmpty { checks = [.ok("config", en: path, ja: path)] }
    return (settings, checks)
  }

  private func database(_ settings: WorkerSettings?) async -> [Checkup] {
    var checks: [Checkup] = []
    do {
      let installation = try Installation.fromEnvironment(common.language)
      guard let parameters = ConnectionParameters(installation.configuration.connectionString) else { return [] }
      checks = try await installation.withConnection { connection in
        try await Self.look(connection, parameters, settings)
      }
    } catch is ExitCode {
      let text = Text(en: "SEKISHO_DATABASE_URL is not set", ja: "SEKISHO_DATABASE_URL が設定されていません")
      checks.append(.fail("connection", Trouble(Exit.usage, text)))
    } catch {
      checks.append(.fail("connection", (error as? Trouble) ?? Trouble(error)))
    }
    return checks
  }

  private static func look(
    _ connection: PostgresConnection, _ parameters: ConnectionParameters, _ settings: WorkerSettings?
  ) async throws -> [Checkup] {
    let inspection = try await DatabaseInspection.read(connection)
    let machine = Int64(Date().timeIntervalSince1970 * 1_000_000)
    var checks = DatabaseChecks.connection(parameters, inspection) + [DatabaseChecks.schema(inspection)]
    checks += DatabaseChecks.clock(inspection, machine: machine)
    guard DatabaseStatus.obstacle(inspection) == nil, let cluster = inspection.cluster else { return checks }
    do {
      let facts = try await InstallationFacts.read(connection)
      checks += DatabaseChecks.rights(facts, kind: cluster.kind) + DatabaseChecks.library(facts)
      checks += [WorkChecks.sealing(facts)] + WorkChecks.tasks(facts)
      checks += DatabaseChecks.calendars(facts, today: cluster.now.day) + DatabaseChecks.tokens(facts)
      let place = facts.dataDirectory ?? ""
      let size = ByteCount.shown(inspection.bytes)
      checks.append(
        MachineChecks.disk(place, en: "the server's disk, \(size) used by the database", ja: "サーバのディスク(データベース \(size))")
          ?? .ok(
            "disk", en: "the database takes \(size); the disk of its machine is watched there",
            ja: "データベースは \(size)。サーバのディスクはそのマシンで監視してください"))
      checks += EndpointChecks.names(facts, settings)
    } catch {
      checks.append(.fail("database", Trouble(error)))
    }
    return checks
  }
}
