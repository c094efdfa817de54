import ArgumentParser
import Diagnostics
import JSON

struct WorkflowPlan: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Say which running items would move to a newer version, and which not and why. 進行中の案件の移行計画を作る。")

  @Argument(
    help:
      "A workflow (to its version in force), a definition file (as if it were), or a plan's hash. ワークフロー名・定義ファイル・計画のハッシュ値。"
  )
  var subject: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.send(try request(session)).json()
    try session.output.record(answer, Self.columns) { layout(answer, session) }
    let language = session.language
    if answer["movable"]?.int64 ?? 0 > 0, answer["certificate"] == nil {
      let plan = Shown.text(answer["plan"], language)
      session.note(
        answer["in_force"]?.boolValue == true
          ? Text(en: "carry it out: sekisho workflow apply \(plan)", ja: "実行:sekisho workflow apply \(plan)")
          : Text(
            en: "once this version is in force: sekisho workflow apply \(plan)",
            ja: "この版の施行後に実行:sekisho workflow apply \(plan)"))
    }
  }

  private func request(_ session: Session) throws -> APIRequest {
    if subject.utf8.count == 64, subject.allSatisfy(\.isHexDigit) {
      return APIRequest(.get, "/v1/migrations/\(subject.lowercased())")
    }
    guard subject.contains("/") || subject.hasSuffix(".yaml") || subject.hasSuffix(".yml") || subject == "-" else {
      return APIRequest(.post, "/v1/workflows/\(subject)/migration")
    }
    let bytes = try InputFile.read(subject, limit: WorkflowFiles.limit, session.language)
    return APIRequest(
      .post, "/v1/migrations", query: [("name", String(subject.suffix(255)))],
      body: .bytes(bytes, media: "application/yaml"))
  }

  private static let columns = [
    Column("plan", en: "Plan", ja: "計画"), Column("workflow", en: "Workflow", ja: "ワークフロー"),
    Column("target", en: "Version", ja: "移行先の版"), Column("items", en: "Running items", ja: "進行中の案件", .number),
    Column("movable", en: "Would move", ja: "移せる", .number), Column("refused", en: "Would not", ja: "移せない", .number),
  ]

  private func layout(_ answer: JSONValue, _ session: Session) -> [String] {
    let (language, style) = (session.language, session.output.style)
    var lines = TableText.record(Self.columns.map { ($0.title[language], $0.cell(answer, language)) }, style)
    let refusals = answer["refusals"]?.arrayValue ?? []
    guard !refusals.isEmpty else { return lines }
    let columns = [
      Column("item", en: "Item", ja: "案件"),
      Column("why", en: "Why not", ja: "移せない理由") { row in
        .array((row["obstacles"]?.arrayValue ?? []).compactMap { $0["message"] })
      },
    ]
    lines += [""]
    lines += TableText.lines(
      titles: columns.map { $0.title[language] },
      rows: refusals.map { row in columns.map { $0.cell(row, language) } }, rightAligned: [false, false], style)
    return lines
  }
}

struct WorkflowApply: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Move the items of a plan; begun again after a break, it goes on. 移行計画を実行する(中断後は続きから)。")

  @Argument(help: "The plan's hash, as `plan` prints it. 計画のハッシュ値。")
  var plan: String
  @Option(help: "Items a request (1000). 一回の要求で移す件数。")
  var step: Int = 1_000
  @OptionGroup var user: UserOptions

  func validate() throws {
    guard (1...10_000).contains(step) else { throw ValidationError("--step takes 1 to 10000 / --step は1~10000です") }
  }

  func perform(_ session: Session) async throws {
    var after: String?
    var moved: Int64 = 0
    while true {
      var query = [(name: "limit", value: String(step))]
      if let after { query.append((name: "after", value: after)) }
      let request = APIRequest(.post, "/v1/migrations/\(plan)/application", query: query)
      let answer = try await session.client.send(request).json()
      moved += answer["migrated"]?.int64 ?? 0
      guard let next = answer["next"]?.stringValue else {
        try session.output.record(answer["certificate"] ?? answer, Self.columns)
        return
      }
      if Terminal.errorIsTerminal { session.note(Text(en: "\(moved) items moved …", ja: "\(moved)件を移しました…")) }
      after = next
    }
  }

  private static let columns = [
    Column("plan", en: "Plan", ja: "計画"), Column("workflow", en: "Workflow", ja: "ワークフロー"),
    Column("target", en: "Version", ja: "移行先の版"), Column("items", en: "Items", ja: "案件", .number),
    Column("migrated", en: "Moved", ja: "移した", .number), Column("refused", en: "Refused", ja: "移せない", .number),
    Column("ended", en: "Ended before", ja: "終了済み", .number),
  ]
}
