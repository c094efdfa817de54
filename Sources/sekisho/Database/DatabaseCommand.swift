import ArgumentParser
import Diagnostics
import Engine
import JSON
import Postgres
import Workflows

struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "Prepare, look after and save the database. データベースの準備と保守。",
    discussion: "All of these connect to SEKISHO_DATABASE_URL themselves, as the database's owner.",
    subcommands: [
      DatabaseStatus.self, DatabaseMigrate.self, DatabaseBootstrap.self, DatabaseBackup.self, DatabaseClock.self,
    ])
}

struct DatabaseMigrate: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring the schema up to date. スキーマを最新にする。",
    discussion: "Each migration is one transaction; any number of programs may try at once.")

  @Flag(help: "Say what would be applied, and apply nothing. 適用せず予定だけを示す。")
  var dryRun = false
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("number", en: "No.", ja: "番号", .number), Column("name", en: "Migration", ja: "移行"),
    Column("purpose", en: "Purpose", ja: "目的"), Column("lock", en: "Lock", ja: "ロック"),
    Column("breaking", en: "Breaking", ja: "互換性なし"),
  ]

  func operate() async throws {
    let installation = try Installation.fromEnvironment(common.language)
    let applied = try await installation.withConnection { connection in
      let migrator = try SchemaMigrations.migrator()
      guard dryRun else { return try await migrator.migrate(connection) }
      let status = try await migrator.status(connection)
      if let problem = status.problem { throw problem }
      return status.pending
    }
    if applied.isEmpty {
      Terminal.note(Text(en: "the schema is up to date", ja: "スキーマは最新です")[common.language])
    }
    let rows = applied.map { migration -> JSONValue in
      [
        "number": .number(.init(migration.number)), "name": .string(migration.name),
        "purpose": .string(migration.purpose), "lock": .string(migration.lock), "breaking": .bool(migration.isBreaking),
      ]
    }
    if form.output != .table || !rows.isEmpty {
      try form.output(common.language).list(["data": .array(rows)], Self.columns)
    }
  }
}

struct DatabaseBootstrap: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "bootstrap",
    abstract: "Fill an empty database: definitions, people, the first administrator. 初期設定を行う。",
    discussion: """
      Standard output is the administrator's token, once and nowhere else: keep it with `> admin.token` under umask 077. \
      People come from FOLDER/cases/cast.yaml.
      """)

  @Option(help: "Folder of definitions, calendars, parameters and cases/cast.yaml (SEKISHO_WORKFLOWS).")
  var folder = Environment.workflows ?? "workflows"
  @Option(help: "production, test or demo; only test and demo clusters let their owner move the clock.")
  var kind = ClusterKind.production.rawValue
  @Option(help: "Person who becomes the first administrator.")
  var administrator: String
  @Flag(help: "Check everything, and change nothing. 確認だけを行い変更しない。")
  var dryRun = false
  @OptionGroup var acceptance: AcceptanceOptions
  @OptionGroup var common: CommonOptions

  func operate() async throws {
    guard let kind = ClusterKind(rawValue: kind) else {
      throw ValidationError("--kind takes production, test or demo / --kind は production・test・demo です")
    }
    let language = common.language
    let installation = try Installation.fromEnvironment(language)
    let bootstrap = try await FirstDeployment(
      kind: kind, folder: folder, administrator: PersonCode(administrator), reason: acceptance.acceptUndecided,
      language: language
    ).bootstrap()
    guard bootstrap.directory.people[bootstrap.administrator] != nil else {
      throw Trouble(
        Exit.notFound,
        Text(
          en: "\(folder)/cases/cast.yaml has no person \(administrator)",
          ja: "\(folder)/cases/cast.yaml に \(administrator) はいません"),
        hint: Suggestion.nearest(to: administrator, in: bootstrap.directory.people.keys.map(\.text)).map {
          Text(en: "did you mean \($0)?", ja: "\($0) ではありませんか")
        })
    }
    if dryRun {
      let done = try await installation.withConnection { try await Bootstrap.isDone($0) }
      let text =
        done
        ? Text(en: "the database is set up already", ja: "データベースは設定済みです")
        : Text(
          en: "would deploy \(bootstrap.artifacts.count) files for \(bootstrap.directory.people.count) people",
          ja: "\(bootstrap.artifacts.count)個のファイルと\(bootstrap.directory.people.count)人を登録する予定です")
      Terminal.note(text[language])
      if done { throw ExitCode.failure }
      return
    }
    let secret = try await installation.withConnection { try await bootstrap.run($0) }
    Terminal.out(secret.text)
    let next = Text(
      en: """
        set up as \(kind.rawValue); the line on standard output is the token of \(administrator), valid for 90 days
        next: sekisho serve; sekisho work --keys FOLDER; then: sekisho auth login < FILE
        """,
      ja: """
        \(kind.rawValue) として設定しました。標準出力の1行が \(administrator) のトークンです(90日有効)
        次に:sekisho serve、sekisho work --keys フォルダ、続いて sekisho auth login < ファイル
        """)
    Terminal.note(next[language])
  }
}
