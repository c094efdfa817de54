import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Workflows

struct WorkflowList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Workflows in force, or every version. 施行中のワークフロー、又はすべての版。")

  @Flag(help: "Every version of definitions, calendars and parameters (scope admin). すべての版。")
  var versions = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get(versions ? "/v1/definitions" : "/v1/workflows").json()
    try session.output.list(answer, versions ? WorkflowColumns.version : Self.columns)
  }

  private static let columns = [
    Column("name", en: "Name", ja: "名前"), Column("title", en: "Title", ja: "名称"),
    Column("states", en: "States", ja: "状態数", .number), Column("hash", en: "Version", ja: "版"),
  ]
}

struct WorkflowShow: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A workflow in force: states, transitions, roles. 施行中のワークフローの内容。")

  @Argument(help: "Name. 名前。")
  var name: String
  @Flag(help: "The definition as its author wrote it. 定義ファイルの原文。")
  var source = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    if source {
      let bytes = try await session.client.get("/v1/workflows/\(name)/source").bytes
      return Terminal.out(Terminal.outputIsTerminal ? Self.shown(bytes) : bytes)
    }
    let answer = try await session.client.get("/v1/workflows/\(name)").json()
    try session.output.record(answer, Self.columns) { layout(answer, session) }
  }

  private static func shown(_ bytes: [UInt8]) -> [UInt8] {
    Array(String(decoding: bytes, as: UTF8.self).safeForTerminal(keepingLineBreaks: true).utf8)
  }

  private static let columns = [
    Column("name", en: "Name", ja: "名前"), Column("title", en: "Title", ja: "名称"),
    Column("description", en: "Description", ja: "説明"), Column("hash", en: "Version", ja: "版"),
    Column("created_by", en: "Created by", ja: "作成できる役割", at: "/create/by"),
    Column("under", en: "Under", ja: "親案件", at: "/create/parents"),
    Column("required", en: "Needs", ja: "作成時の必須項目", at: "/create/required"),
  ]

  private func layout(_ answer: JSONValue, _ session: Session) -> [String] {
    let (language, style) = (session.language, session.output.style)
    let head = Self.columns.map { (title: $0.title[language], value: $0.cell(answer, language)) }
    var lines = TableText.record(head.filter { !$0.value.isEmpty }, style)
    let states = [Column("name", en: "State", ja: "状態"), Column("title", en: "Title", ja: "名称")]
    lines += [""] + table(answer["states"], states, language, style)
    let transitions = [
      Column("name", en: "Transition", ja: "遷移"), Column("title", en: "Title", ja: "名称"),
      Column("from", en: "From", ja: "遷移元"), Column("to", en: "To", ja: "遷移先"), Column("by", en: "By", ja: "役割"),
      Column("source", en: "Source", ja: "根拠"),
    ]
    return lines + [""] + table(answer["transitions"], transitions, language, style)
  }

  private func table(_ rows: JSONValue?, _ columns: [Column], _ language: Language, _ style: Style) -> [String] {
    TableText.lines(
      titles: columns.map { $0.title[language] },
      rows: (rows?.arrayValue ?? []).map { row in columns.map { $0.cell(row, language) } },
      rightAligned: columns.map(\.isRightAligned), style)
  }
}

struct WorkflowDeploy: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy",
    abstract: "Propose files for another person to approve: definitions, calendars, parameters. 定義等を登録する(別の人が承認)。")

  @Argument(help: "YAML files; their first key says what they are. YAMLファイル。")
  var files: [String]
  @OptionGroup var acceptance: AcceptanceOptions
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var outcomes: [JSONValue] = []
    do {
      for file in files { outcomes.append(try await propose(file, session)) }
    } catch {
      // What was deposited before is deposited: say so.
      if !outcomes.isEmpty { try session.output.list(["data": .array(outcomes)], Self.columns) }
      throw error
    }
    try session.output.list(["data": .array(outcomes)], Self.columns)
    let ids = outcomes.compactMap { $0["id"]?.int64 }.map { String($0) }.joined(separator: " ")
    if !ids.isEmpty {
      session.note(
        Text(
          en: "another person puts it into force: sekisho workflow approve \(ids)",
          ja: "別の人の承認で施行されます:sekisho workflow approve \(ids)"))
    }
  }

  private func propose(_ file: String, _ session: Session) async throws -> JSONValue {
    let bytes = try InputFile.read(file, limit: WorkflowFiles.limit, session.language)
    let kind = FileKind.of(SourceFile(name: file, bytes: bytes)) ?? .workflow
    guard [.workflow, .calendar, .parameter].contains(kind) else {
      throw CommandFailure(
        Exit.invalid,
        Text(en: "\(file) is \(kind.title.en): it is not deployed", ja: "\(file)は\(kind.title.ja)のため登録できません"))
    }
    let name = file == "-" ? "<stdin>" : String(file.suffix(255))
    let request = APIRequest.plain(
      .post, "/v1/definitions", query: [("kind", kind.rawValue), ("name", name)] + acceptance.query,
      body: .bytes(bytes, media: "application/yaml"))
    let answer = try await session.send(request, write).json()
    for diagnostic in answer["diagnostics"]?.arrayValue ?? [] {
      session.note(Text(verbatim: "\(file): " + Shown.text(diagnostic["message"], session.language)))
    }
    return answer
  }

  private static let columns = [
    Column("id", en: "Id", ja: "ID", .number), Column("kind", en: "Kind", ja: "種類"),
    Column("name", en: "Name", ja: "名前"), Column("hash", en: "Version", ja: "版"),
    Column("dry_run", en: "Dry run", ja: "試行", .flag),
  ]
}

struct WorkflowApprove: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Put versions that another person proposed into force. 他の人が登録した版を施行する。")

  @Argument(help: "Ids as `deploy` and `list --versions` show them. 版のID。")
  var ids: [String]
  @OptionGroup var acceptance: AcceptanceOptions
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    var outcomes: [JSONValue] = []
    for id in ids {
      let request = APIRequest.plain(.post, "/v1/definitions/\(id)/approval", query: acceptance.query)
      outcomes.append(try await session.send(request, write).json())
    }
    try session.output.list(["data": .array(outcomes)], WorkflowColumns.version)
  }
}

/// Accepting openly what the verifier could not decide.
struct AcceptanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Accept what the verifier leaves undecided; the reason is recorded. 検証で未決のものを受け入れる理由(記録される)。",
      valueName: "reason"))
  var acceptUndecided: String?

  func validate() throws {
    if let acceptUndecided, acceptUndecided.allSatisfy(\.isWhitespace) || acceptUndecided.count > 500 {
      throw ValidationError(
        "--accept-undecided takes a reason of at most 500 characters / --accept-undecided には500字以内の理由を書きます")
    }
  }

  var query: [(String, String)] { acceptUndecided.map { [("accept_undecided", $0)] } ?? [] }
}

enum WorkflowColumns {
  static let version = [
    Column("id", en: "Id", ja: "ID", .number), Column("kind", en: "Kind", ja: "種類"),
    Column("name", en: "Name", ja: "名前"),
    Column("is_current", en: "In force", ja: "施行中", .flag),
    Column("proposed_by", en: "Proposed by", ja: "登録者"), Column("proposed_at", en: "Proposed", ja: "登録日時", .moment),
    Column("approved_by", en: "Approved by", ja: "承認者"), Column("approved_at", en: "Approved", ja: "承認日時", .moment),
    Column("hash", en: "Version", ja: "版").forPrograms,
  ]
}
