import ArgumentParser
import Authoring
import Diagnostics
import JSON
import Verifier
import Workflows

struct MutantsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutants",
    abstract: "Put small mistakes into definitions and see who notices. 定義に小さな誤りを入れ、検出されるか確かめる。",
    discussion: """
      Each mutant is the definition with one change: a transition redirected, a role swapped, a guard loosened, a \
      deadline moved (--operators lists all kinds). Loader, scenario cases and verifier should notice every one; the \
      verifier is asked of those that the others let live. Those that change nothing are listed with their reason in \
      cases/equivalent-mutants.yaml. Survivors are named with file and line; the exit code is 1 where a flow's score \
      lies under the minimum.
      """)

  @Argument(help: "A workflow's name; without one, all. ワークフロー名。")
  var workflow: String?
  @Option(help: "Folder of definitions, with calendars, parameters and cases.")
  var folder = Environment.workflows ?? "workflows"
  @Option(help: "Try only that many, picked at random. 無作為に選ぶ件数。")
  var sample: Int?
  @Option(help: "Of the random choice. 乱数の種。")
  var seed: UInt64 = 1
  @Option(help: "Trials at the same time. 並行数。")
  var workers = 2
  @Option(help: "Least score in per cent. 求める検出率(%)。")
  var minimum = 95.0
  @Flag(help: "Only list the kinds of mistakes. 誤りの種類だけを示す。")
  var operators = false
  @Flag(inversion: .prefixedNo, help: "Ask the verifier of what the cases let live. 事例で検出されない変異を検証器で調べる。")
  var verifier = true
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (1...64).contains(workers), sample ?? 1 > 0 else {
      throw ValidationError("--workers takes 1 to 64, --sample a positive number / --workers は1〜64、--sample は正の数です")
    }
  }

  private static let columns = [
    Column("workflow", en: "Workflow", ja: "ワークフロー"), Column("mutants", en: "Mutants", ja: "変異", .number),
    Column("loader", en: "Loader", ja: "読込", .number), Column("verifier", en: "Verifier", ja: "検証", .number),
    Column("cases", en: "Cases", ja: "事例", .number), Column("survived", en: "Survived", ja: "未検出", .number),
    Column("equivalent", en: "Equivalent", ja: "等価", .number), Column("score", en: "Score %", ja: "検出率%", .number),
    Column("score_of_loading", en: "Of loading %", ja: "読込後%", .number),
  ]

  func run() async throws {
    let language = common.language
    if operators {
      for kind in MutationOperator.allCases { Terminal.out("\(kind.rawValue): \(kind.words[language])") }
      return
    }
    let files = WorkflowFiles(folder: folder, language: language)
    let (library, diagnostics) = try files.library()
    Terminal.show(diagnostics, language)
    guard !diagnostics.hasErrors else { throw Exit.invalid }
    if let workflow, library.definition(WorkflowName(workflow)) == nil {
      let text = Text(en: "no workflow \(workflow) in \(folder)", ja: "\(folder)にワークフロー\(workflow)はありません")
      throw CommandFailure(Exit.notFound, text).shown(language)
    }
    let prove: MutantTrial.Verify? = verifier ? Self.unproved : nil
    let trial = MutantTrial(
      library: library, scenarios: try scenarios(files, library), directory: try files.cast(), verify: prove)
    let (equivalents, found) = try files.equivalentMutants()
    Terminal.show(found, language)
    let names = library.current.keys.sorted().filter { workflow == nil || $0.text == workflow }
    let all = names.compactMap { library.definition($0)?.source }.flatMap { mutants(of: $0) }
    let chosen = sample.map { MutantRun.sample(all, $0, seed: seed) } ?? all
    if chosen.count > 200 {
      Terminal.note(Text(en: "\(chosen.count) mutants …", ja: "\(chosen.count)件の変異を試しています…")[language])
    }
    let results = await MutantRun(trial).results(of: chosen, workers: workers)
    let scores = names.map { MutationScore($0.text, results, equivalents) }.filter { $0.count + $0.equivalent > 0 }
    let stale = equivalents.stale(among: all, results)
    try report(scores)
    Terminal.show(stale, language)
    if found.hasErrors || stale.hasErrors { throw Exit.invalid }
    if scores.contains(where: { $0.percent < minimum }) { throw Exit.failure }
  }

  private func scenarios(_ files: WorkflowFiles, _ library: Library) throws -> [ScenarioCase] {
    let directory = try files.cast()
    return try files.cases(nil).map { file in
      let (scenario, found) = loadCase(file, library: library, directory: directory)
      Terminal.show(found, common.language)
      guard let scenario else { throw Exit.invalid }
      return scenario
    }
  }

  @Sendable private static func unproved(_ library: Library) -> Set<MutantTrial.Finding> {
    Set(
      verify(library).questions.filter { $0.verdict != .proved }.map {
        MutantTrial.Finding(code: $0.rule.rawValue, question: "\($0.workflow): \($0.subject): \($0.verdict)")
      })
  }

  // MARK: Output

  private static let operatorColumns = [
    Column("operator", en: "Operator", ja: "誤りの種類"), Column("mutants", en: "Mutants", ja: "変異", .number),
    Column("caught", en: "Caught", ja: "検出", .number), Column("survived", en: "Survived", ja: "未検出", .number),
    Column("equivalent", en: "Equivalent", ja: "等価", .number), Column("score", en: "Score %", ja: "検出率%", .number),
  ]

  private func report(_ scores: [MutationScore]) throws {
    let rows = scores.map(Self.row)
    let kinds = MutationOperator.allCases.compactMap { kind in
      Self.row(kind, scores.compactMap { $0.operators[kind] })
    }
    let output = form.output(common.language)
    try common.presenting {
      let answer: JSONValue = [
        "seed": .number(JSONNumber(Int(clamping: seed))), "data": .array(rows), "operators": .array(kinds),
      ]
      try output.list(answer, Self.columns)
    }
    guard output.format == .table, output.pointer == nil else { return }
    Terminal.out("")
    output.table(kinds, Self.operatorColumns)
    Terminal.out("")
    for mutant in scores.flatMap(\.survivors) {
      let text = "\(mutant.place.source.name):\(mutant.place.position.line): \(mutant.id): \(mutant.change)"
      Terminal.out(text.safeForTerminal())
    }
  }

  /// nil where no mutant is of the kind.
  private static func row(_ kind: MutationOperator, _ tallies: [MutationScore.Tally]) -> JSONValue? {
    guard !tallies.isEmpty else { return nil }
    let (caught, survived) = (tallies.map(\.caught).reduce(0, +), tallies.map(\.survived).reduce(0, +))
    let count = caught + survived
    return [
      "operator": .string(kind.rawValue), "mutants": number(count), "caught": number(caught),
      "survived": number(survived), "equivalent": number(tallies.map(\.equivalent).reduce(0, +)),
      "score": tenths(count == 0 ? 100 : Double(caught) * 100 / Double(count)),
    ]
  }

  private static func row(_ score: MutationScore) -> JSONValue {
    let survivors = score.survivors.map { mutant -> JSONValue in
      [
        "id": .string(mutant.id), "line": .number(JSONNumber(mutant.place.position.line)),
        "change": .string(mutant.change),
      ]
    }
    return [
      "workflow": .string(score.workflow), "mutants": number(score.count), "loader": number(score.loader),
      "verifier": number(score.verifier), "cases": number(score.scenarios),
      "survived": number(score.survivors.count), "equivalent": number(score.equivalent),
      "score": tenths(score.percent), "score_of_loading": tenths(score.percentOfLoading),
      "survivors": .array(survivors),
    ]
  }

  private static func number(_ count: Int) -> JSONValue { .number(JSONNumber(count)) }

  /// Rounded down: 94.97 is not 95.
  private static func tenths(_ value: Double) -> JSONValue {
    JSONNumber((value * 10).rounded(.down) / 10).map { .number($0) } ?? .null
  }
}
