import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import JSON
import Workflows

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Play many items with people who wait, are away and take their time. 多数の案件を模擬する。",
    discussion: """
      What people do is learnt from the scenario cases: every act that a case carries out in a state, with its actor and \
      what was supplied. When they do it is random: arrivals, working time, absence. The same seed gives the same figures.
      """)

  @Argument(help: "A workflow's name. ワークフロー名。")
  var workflow: String
  @Option(help: "Folder of definitions, with calendars, parameters and cases.")
  var folder = Environment.workflows ?? "workflows"
  @Option(help: "How many items arrive. 案件数。")
  var items = 50
  @Option(help: "The day on which the first one arrives. 最初の案件の日。")
  var from = "2026-04-06"
  @Option(name: .customLong("per-day"), help: "New items on an average working day. 一営業日あたりの新規件数。")
  var perDay = 0.5
  @Option(help: "Median working hours of an act; ROLE=HOURS for one role. 処理時間の中央値(時間)。")
  var hours: [String] = []
  @Option(help: "Probability that somebody is away on a day. 不在の確率。")
  var absence = 0.05
  @Option(help: "Probability that the next act is a return, refusal or withdrawal. 差戻し・却下・取下げとなる確率。")
  var refusals = 0.02
  @Option(help: "Items still open after that many days are left. 打切りまでの日数。")
  var horizon = 730
  @Option(help: "Of everything random. 乱数の種。")
  var seed: UInt64 = 1
  @Option(help: "Write a chart of the days in each state to an SVG file. 状態ごとの日数の図(SVG)。")
  var chart: String?
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...10_000).contains(items), Day(from) != nil, perDay > 0, (0...0.9).contains(absence),
      (0...1).contains(refusals),
      (1...3_650).contains(horizon), (try? behaviour()) != nil
    else {
      throw ValidationError(
        "--items 1…10000, --from YYYY-MM-DD, --per-day > 0, --absence 0…0.9, --refusals 0…1, --hours N or ROLE=N, --horizon 1…3650"
      )
    }
  }

  private func behaviour() throws -> Behaviour {
    var behaviour = Behaviour()
    behaviour.arrivalsPerDay = perDay
    behaviour.absence = absence
    behaviour.refusals = refusals
    behaviour.horizon = horizon
    for text in hours {
      let parts = text.split(separator: "=", maxSplits: 1)
      guard let value = parts.last.flatMap({ Double($0) }), value > 0, value <= 1_000 else {
        throw ValidationError("--hours \(text)")
      }
      if parts.count == 2 {
        behaviour.hoursByRole[RoleName(parts[0])] = value
      } else {
        behaviour.hours = value
      }
    }
    return behaviour
  }

  private static let columns = [
    Column("workflow", en: "Workflow", ja: "ワークフロー"), Column("state", en: "State", ja: "状態"),
    Column("visits", en: "Visits", ja: "回数", .number),
    Column("median_days", en: "Median days", ja: "中央値(日)", .number),
    Column("p90_days", en: "p90 days", ja: "p90(日)", .number),
  ]
  private static let waits = [
    Column("workflow", en: "Workflow", ja: "ワークフロー"), Column("state", en: "State", ja: "状態"),
    Column("role", en: "Waits for", ja: "待つ相手"), Column("acts", en: "Acts", ja: "件数", .number),
    Column("median_wait_hours", en: "Median wait h", ja: "待ち中央値(時間)", .number),
    Column("p90_wait_hours", en: "p90 wait h", ja: "待ちp90(時間)", .number),
  ]
  private static let deadlines = [
    Column("workflow", en: "Workflow", ja: "ワークフロー"), Column("deadline", en: "Deadline", ja: "期限"),
    Column("armed", en: "Set", ja: "設定", .number), Column("missed", en: "Missed", ja: "超過", .number),
    Column("missed_percent", en: "Missed %", ja: "超過率%", .number),
  ]

  func run() throws {
    let language = common.language
    let files = WorkflowFiles(folder: folder, language: language)
    let (library, diagnostics) = try files.library()
    Terminal.show(diagnostics, language)
    guard !diagnostics.hasErrors else { throw Exit.invalid }
    let directory = try files.cast()
    let scenarios = try files.cases(nil).compactMap {
      loadCase($0, library: library, directory: directory).scenario
    }
    let name = WorkflowName(workflow)
    let habits = Habits(name, from: scenarios, library, directory)
    guard let start = Day(from),
      let report = MonteCarlo.run(
        name, count: items, from: start, habits, try behaviour(), library, directory, seed: seed)
    else {
      let text = Text(
        en: "no case in \(folder)/cases creates an item of \(workflow)",
        ja: "\(folder)/cases に\(workflow)の案件を作る事例がありません")
      throw CommandFailure(Exit.notFound, text).shown(language)
    }
    try common.presenting { try show(report) }
    if let chart { try write(LeadTimeChart(report).svg, to: chart) }
  }

  private func show(_ report: MonteCarloReport) throws(CommandFailure) {
    let output = form.output(common.language)
    guard output.format == .table, output.pointer == nil else { return try output.list(report.json, Self.columns) }
    let lead = report.lead
    let summary = Text(
      en:
        "\(report.items) items, \(report.finished) finished; lead time in days: median \(Self.tenths(lead.median)), p90 \(Self.tenths(lead.p90)); \(Self.tenths(report.perMonth)) finished in 30 days; seed \(report.seed)",
      ja:
        "案件\(report.items)件、完了\(report.finished)件。所要日数の中央値\(Self.tenths(lead.median))、p90 \(Self.tenths(lead.p90))。30日あたり\(Self.tenths(report.perMonth))件完了。乱数の種\(report.seed)"
    )
    Terminal.out(summary[common.language])
    for (key, columns) in [("data", Self.columns), ("waits", Self.waits), ("deadlines", Self.deadlines)] {
      guard let rows = report.json[key]?.arrayValue, !rows.isEmpty else { continue }
      Terminal.out("")
      output.table(Array(rows.prefix(40)), columns)
    }
    for (place, count) in report.stuck.sorted(by: { $0.key < $1.key }) {
      let text = Text(
        en: "\(count) stopped in \(place): the cases know no way on", ja: "\(place)で\(count)件停止:事例に続きがありません")
      Terminal.note(text[common.language])
    }
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path))
    } catch {
      let message = Text(en: "\(path): cannot be written", ja: "\(path):書き込めません")
      throw CommandFailure(Exit.failure, message).shown(common.language)
    }
  }
}
