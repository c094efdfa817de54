import ArgumentParser
import Diagnostics
import JSON

/// Changes of the directory under four eyes: proposed by one administrator, approved by another.
enum DirectoryProposal {
  /// What a change would do to open items: who can act before and after.
  static let columns = [
    Column("code", en: "Item", ja: "案件"), Column("state", en: "State", ja: "状態"),
    Column("act", en: "Act", ja: "操作"), Column("before", en: "Can act now", ja: "現在の操作者"),
    Column("after", en: "Could act then", ja: "変更後の操作者"), Column("orphaned", en: "Nobody left", ja: "操作者なし"),
  ]

  static let list = [
    Column("id", en: "Change", ja: "提案", .number), Column("status", en: "Status", ja: "状態"),
    Column("edit_count", en: "Edits", ja: "件数", .number), Column("reason", en: "Reason", ja: "理由"),
    Column("proposed_by", en: "Proposed by", ja: "提案者"), Column("proposed_at", en: "Proposed", ja: "提案日時", .moment),
    Column("decided_by", en: "Decided by", ja: "決定者"), Column("decided_at", en: "Decided", ja: "決定日時", .moment),
  ]

  static let edits = Column("edits", en: "Edits", ja: "変更") { change in
    .array((change["edits"]?.arrayValue ?? []).map { .string($0.canonicalText) })
  }

  /// Shows the impact, then what is left to do.
  static func show(_ answer: JSONValue, _ session: Session) throws {
    if answer["data"]?.arrayValue?.isEmpty ?? true, session.output.format == .table {
      session.note(Text(en: "no open item loses or changes who can act", ja: "操作者が変わる未完了案件はありません"))
    } else {
      try session.output.list(answer, columns)
    }
    let edits = answer["edits"]?.int64 ?? 0
    if edits == 0 {
      session.note(Text(en: "nothing to change", ja: "変更はありません"))
    } else if let change = answer["change"]?.int64 {
      session.note(
        Text(
          en: "proposed as change \(change) (\(edits) edits); another administrator: sekisho people approve \(change)",
          ja: "変更\(change)として提案しました(\(edits)件)。別の管理者が「sekisho people approve \(change)」で承認します"))
    } else {
      session.note(Text(en: "\(edits) edits; nothing was proposed (dry run)", ja: "変更\(edits)件(試行のため提案していません)"))
    }
  }

  static func query(_ reason: String?) -> [(name: String, value: String)] {
    reason.map { [("reason", $0)] } ?? []
  }
}

struct PeopleImport: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Propose people and memberships from a CSV file. CSVから職員と在職の変更を提案する。",
    discussion: """
      The first line names the columns: person, name_en, name_ja, email, party, party_roles (with ;), active, position, \
      from, to. An empty field leaves what is there; a position with from begins a membership, with to alone ends the \
      one that runs. With --dry-run nothing is proposed: the open items that lose or change who can act are listed.
      """)

  @Argument(help: "The file; - is standard input. CSVファイル。")
  var file: String
  @Option(help: "Why (kept with the proposal). 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let bytes = try InputFile.read(file, limit: 8 << 20, session.language)
    let request = APIRequest.plain(
      .post, "/v1/people/import", query: DirectoryProposal.query(reason), body: .bytes(bytes, media: "text/csv"))
    try DirectoryProposal.show(try await session.send(request, write).json(), session)
  }
}

struct PeopleChanges: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "changes", abstract: "Proposed changes of the directory, newest first. 名簿変更の提案一覧。")

  @Flag(help: "Only those that wait for approval. 承認待ちのみ。")
  var open = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let query = open ? [(name: "open", value: "true")] : []
    let answer = try await session.client.get("/v1/directory/changes", query: query).json()
    try session.output.list(answer, DirectoryProposal.list)
  }
}

struct PeopleChange: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Show one proposed change whole. 名簿変更の提案の内容。")

  @Argument(help: "Number of the change. 提案の番号。")
  var number: Int32
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/directory/changes/\(String(number))").json()
    try session.output.record(answer, DirectoryProposal.list + [DirectoryProposal.edits])
  }
}

struct PeopleApprove: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Put another's proposed change into force. 名簿変更を承認して適用する。")

  @Argument(help: "Number of the change. 提案の番号。")
  var number: Int32
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let request = APIRequest.plain(.post, "/v1/directory/changes/\(String(number))/approval")
    try session.output.record(try await session.send(request, write).json(), DirectoryProposal.list)
  }
}

struct PeopleDecline: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "decline", abstract: "End a proposed change without effect. 名簿変更の提案を却下する。")

  @Argument(help: "Number of the change. 提案の番号。")
  var number: Int32
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let request = APIRequest.plain(
      .post, "/v1/directory/changes/\(String(number))/rejection", query: DirectoryProposal.query(reason))
    try session.output.record(try await session.send(request, write).json(), DirectoryProposal.list)
  }
}
