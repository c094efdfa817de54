import ArgumentParser
import Diagnostics
import Engine
import JSON
import Postgres
import Workflows

struct DatabaseStatus: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say where the database is, what it is, and which migrations it has. データベースの状態を示す。",
    discussion: "Exit 0 where this program can work with it as it is, else 1.")

  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("connection", en: "Connection", ja: "接続先"), Column("login", en: "Login", ja: "ユーザ"),
    Column("server", en: "Server", ja: "サーバ"), Column("size", en: "Size", ja: "サイズ"),
    Column("kind", en: "Kind", ja: "種別"), Column("now", en: "Clock", ja: "時計", .moment),
    Column("clock_offset", en: "Clock is ahead by", ja: "時計の進み"),
    Column("schema", en: "Schema", ja: "スキーマ", .number), Column("entries", en: "Entries", ja: "記録", .amount),
    Column("sealed", en: "Sealed", ja: "封印済み", .amount),
  ]

  func operate() async throws {
    let language = common.language
    let installation = try Installation.fromEnvironment(language)
    let inspection = try await installation.withConnection { try await DatabaseInspection.read($0) }
    let answer = Self.answer(inspection, installation)
    let output = form.output(language)
    try output.record(answer, Self.columns) {
      let fields = Self.columns.map { ($0.title[language], $0.cell(answer, language)) }.filter { !$0.1.isEmpty }
      return TableText.record(fields, output.style) + [""] + Self.migrations(inspection.migrations, language)
    }
    if let obstacle = Self.obstacle(inspection) { throw obstacle }
  }

  /// What keeps this program from working with the database.
  static func obstacle(_ inspection: DatabaseInspection) -> Trouble? {
    if let problem = inspection.migrations.problem { return Trouble(problem) }
    let pending = inspection.migrations.pending.count
    if pending > 0 {
      return Trouble(
        .failure, Text(en: "\(pending) migrations are not applied", ja: "\(pending)件の移行が未適用です"),
        hint: Text(en: "run: sekisho db migrate", ja: "「sekisho db migrate」を実行してください"))
    }
    guard inspection.cluster == nil else { return nil }
    return Trouble(
      .failure, Text(en: "the database is not set up", ja: "データベースは未設定です"),
      hint: Text(
        en: "run: sekisho db bootstrap --administrator PERSON",
        ja: "「sekisho db bootstrap --administrator 人」を実行してください"))
  }

  private static func answer(_ inspection: DatabaseInspection, _ installation: Installation) -> JSONValue {
    var answer: [String: JSONValue] = [
      "connection": .string(installation.shown), "database": .string(inspection.database),
      "login": .string(inspection.login), "server": .string("PostgreSQL \(inspection.version)"),
      "size": .string(ByteCount.shown(inspection.bytes)), "bytes": .number(.init(inspection.bytes)),
      "schema": .number(.init(inspection.schemaNumber)),
      "up_to_date": .bool(inspection.migrations.isUpToDate), "ready": .bool(obstacle(inspection) == nil),
      "migrations": .array(inspection.migrations.lines.map(row)),
    ]
    if let cluster = inspection.cluster {
      answer["kind"] = .string(cluster.kind.rawValue)
      answer["now"] = .string(cluster.now.tokyoRFC3339)
      if cluster.offset != 0 { answer["clock_offset"] = .string(ClockOffset.shown(cluster.offset)) }
    }
    if let sealed = inspection.sealed {
      answer["entries"] = .number(.init(sealed.entries))
      answer["sealed"] = .number(.init(sealed.leaves))
      answer["checkpoint"] = sealed.checkpoint.map { .string($0) }
    }
    return .object(answer)
  }

  private static func row(_ line: MigrationStatus.Line) -> JSONValue {
    var row: [String: JSONValue] = ["number": .number(.init(line.number)), "name": .string(line.name)]
    let (state, at) = parts(line.state)
    row["state"] = .string(state.en)
    row["applied_at"] = at.map { .string($0) }
    return .object(row)
  }

  private static func migrations(_ status: MigrationStatus, _ language: Language) -> [String] {
    status.lines.map { line in
      let (state, at) = parts(line.state)
      let number = String(line.number)
      let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
      return "\(padded)_\(line.name)  \(state[language])" + (at.map { "  " + Shown.moment($0) } ?? "")
    }
  }

  private static func parts(_ state: MigrationStatus.State) -> (Text, String?) {
    let at: (Timestamp) -> String = { Instant(microseconds: $0.microseconds).tokyoRFC3339 }
    return switch state {
    case .applied(let time): (Text(en: "applied", ja: "適用済み"), at(time))
    case .pending: (Text(en: "pending", ja: "未適用"), nil)
    case .changed(let time): (Text(en: "changed", ja: "内容が異なる"), at(time))
    case .unknown(let time): (Text(en: "unknown", ja: "不明"), at(time))
    }
  }
}

/// Sizes with binary units (IEC 80000-13).
enum ByteCount {
  static func shown(_ bytes: Int64) -> String {
    var value = Double(bytes)
    for unit in ["B", "KiB", "MiB", "GiB", "TiB"] {
      if value < 1_024 || unit == "TiB" {
        let tenths = Int((value * 10).rounded())
        return unit == "B" || value >= 100 ? "\(Int(value.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1_024
    }
    return "\(bytes) B"
  }
}
