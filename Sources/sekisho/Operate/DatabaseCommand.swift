import ArgumentParser
import Diagnostics
import Engine
import Postgres
import Workflows

struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "Prepare the database. データベースの準備。",
    subcommands: [DatabaseStatus.self, DatabaseMigrate.self, DatabaseBootstrap.self])
}

struct DatabaseStatus: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "status", abstract: "Say which migrations are applied.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let installation = try Installation.fromEnvironment(common.language)
    let status = try await installation.withConnection { try await SchemaMigrations.migrator().status($0) }
    for line in status.lines { Terminal.out("\(line.number) \(line.name): \(line.state)") }
    if let problem = status.problem {
      Terminal.note(problem.text[common.language])
      throw ExitCode.failure
    }
  }
}

struct DatabaseMigrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "migrate", abstract: "Bring the schema up to date.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let applied = try await Installation.fromEnvironment(common.language).migrate()
    for migration in applied { Terminal.out("\(migration.number) \(migration.name): \(migration.purpose)") }
    if applied.isEmpty { Terminal.note(Text(en: "nothing to do", ja: "適用済みです")[common.language]) }
  }
}

struct DatabaseBootstrap: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Fill an empty database: definitions, people, the first administrator. Prints that token once.")

  @Option(help: "Folder of definitions, calendars, parameters and cases/cast.yaml.")
  var folder = Environment.workflows ?? "workflows"
  @Option(help: "production, test or demo; only test and demo clusters let their owner move the clock.")
  var kind = ClusterKind.production.rawValue
  @Option(help: "Person who becomes the first administrator.")
  var administrator: String
  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard let kind = ClusterKind(rawValue: kind) else {
      throw ValidationError("--kind takes production, test or demo")
    }
    let installation = try Installation.fromEnvironment(common.language)
    let bootstrap = try installation.bootstrap(
      kind, folder: folder, administrator: PersonCode(administrator))
    let secret = try await installation.withConnection { try await bootstrap.run($0) }
    Terminal.out(secret.text)
  }
}
