import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Changes of the directory: proposed by one administrator, approved by another.
enum DirectoryRoutes {
  static let all = [importPeople, list, propose, show, approve, decline, putParty, putPartyUser]

  private static let reason = QueryParameter(
    "reason", .text(max: 2_000), en: "Why (kept with the proposal)", ja: "理由(提案とともに記録)")

  static let importPeople = Route(
    .post, "/v1/people/import", "importPeople", .people,
    en: "Propose people and memberships from a CSV file; with `dry_run`, what it does to open items",
    ja: "CSVファイルから職員と在職の変更を提案(dry_runでは未完了案件への影響だけを返す)", .scope(.admin), query: [reason],
    body: .raw(max: 8 << 20, media: ["text/csv"]), write: .plain,
    .created(.directoryProposal, en: "Proposed; another administrator approves it", ja: "提案した(別の管理者が承認)", headers: []),
    .ok(.directoryProposal, en: "What it would do (`dry_run`), or nothing to change", ja: "見込み(dry_run)又は変更なし"),
    problems: [.invalidFile]
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let source = SourceFile(name: "people.csv", bytes: call.body.bytes)
    let file = PeopleFile(source, changing: lexicon.directory, on: lexicon.now.day)
    guard !file.diagnostics.hasErrors else {
      throw Problem(
        .invalidFile, file.diagnostics.first?.message ?? Text(en: "the file is not valid", ja: "ファイルが正しくありません")
      ).with("diagnostics", .array(file.diagnostics.prefix(500).map(\.json)))
    }
    return try await Self.propose(file.edits, call.query.text("reason") ?? "CSV", call)
  }

  static let list = Route(
    .get, "/v1/directory/changes", "listDirectoryChanges", .people, en: "Proposed changes, newest first",
    ja: "名簿変更の提案(新しい順)", .scope(.admin),
    query: [
      QueryParameter("open", .flag, en: "Only those that wait for approval", ja: "承認待ちのみ"),
      QueryParameter("before", .integer(1...Int64(Int32.max)), en: "Below this number", ja: "この番号より前"),
    ], .ok(.directoryChangeList, en: "At most a hundred", ja: "最大100件")
  ) { call in
    let before = call.query.integer("before").map { Int32(clamping: $0) }
    let changes = try await call.engine.directoryChanges(
      openOnly: call.query.flag("open") == true, before: before, as: call.caller)
    return .json(["data": .array(changes.map { json($0, withEdits: false) })])
  }

  static let propose = Route(
    .post, "/v1/directory/changes", "proposeDirectoryChange", .people,
    en: "Propose edits of people, positions, memberships, parties, delegations and absences",
    ja: "職員・職・在職・事業者・委任・不在の変更を提案", .scope(.admin), body: .json(.newDirectoryChange), write: .plain,
    .created(.directoryProposal, en: "Proposed; another administrator approves it", ja: "提案した(別の管理者が承認)", headers: []),
    .ok(.directoryProposal, en: "What it would do (`dry_run`)", ja: "見込み(dry_run)")
  ) { call in
    let edits = try Self.edits(call.body.json)
    return try await Self.propose(edits, call.text("reason") ?? "", call)
  }

  static let show = Route(
    .get, "/v1/directory/changes/{change}", "showDirectoryChange", .people, en: "A proposed change with its edits",
    ja: "名簿変更の提案の内容", .scope(.admin), .ok(.directoryChange, en: "The change", ja: "提案"), problems: [.notFound]
  ) { call in
    .json(json(try await call.engine.directoryChange(try call.change, as: call.caller), withEdits: true))
  }

  static let approve = Route(
    .post, "/v1/directory/changes/{change}/approval", "approveDirectoryChange", .people,
    en: "Put a change into force: by another person than the one who proposed it", ja: "名簿変更を承認して適用(提案者とは別の人)",
    .scope(.admin), write: .plain, .ok(.directoryChange, en: "In force", ja: "適用した"),
    problems: [.notFound, .forbidden, .conflict]
  ) { call in
    if call.isDryRun {
      let change = try await call.engine.directoryChange(try call.change, as: call.caller)
      guard change.proposedBy != call.caller.person else { throw Problem(WorkflowEngine.fourEyes) }
      return .json(json(change, withEdits: true))
    }
    return .json(json(try await call.engine.approveChange(try call.change, as: call.caller), withEdits: true))
  }

  static let decline = Route(
    .post, "/v1/directory/changes/{change}/rejection", "declineDirectoryChange", .people,
    en: "End a proposal without effect", ja: "名簿変更の提案を却下又は取下げ", .scope(.admin), query: [reason], write: .plain,
    .ok(.directoryChange, en: "Declined", ja: "却下した"), problems: [.notFound, .conflict]
  ) { call in
    if call.isDryRun {
      return .json(json(try await call.engine.directoryChange(try call.change, as: call.caller), withEdits: true))
    }
    let change = try await call.engine.declineChange(
      try call.change, reason: call.query.text("reason") ?? "", as: call.caller)
    return .json(json(change, withEdits: true))
  }

  static let putParty = Route(
    .put, "/v1/parties/{party}", "putParty", .people, en: "Propose a party, new or changed", ja: "事業者の登録・変更を提案",
    .scope(.admin), query: [reason], body: .json(.party), write: .plain,
    .created(.directoryProposal, en: "Proposed; another administrator approves it", ja: "提案した(別の管理者が承認)", headers: []),
    .ok(.directoryProposal, en: "What it would do (`dry_run`)", ja: "見込み(dry_run)")
  ) { call in
    try Self.check(call, "code", is: call.name(.party))
    let edits = try Self.edits(["edits": [["party": call.body.json]]])
    return try await Self.propose(edits, call.query.text("reason") ?? "party", call)
  }

  static let putPartyUser = Route(
    .put, "/v1/parties/{party}/users/{person}", "putPartyUser", .people,
    en: "Propose a user of a party, new or changed", ja: "事業者の利用者の登録・変更を提案", .scope(.admin), query: [reason],
    body: .json(.person), write: .plain,
    .created(.directoryProposal, en: "Proposed; another administrator approves it", ja: "提案した(別の管理者が承認)", headers: []),
    .ok(.directoryProposal, en: "What it would do (`dry_run`)", ja: "見込み(dry_run)")
  ) { call in
    try Self.check(call, "code", is: call.name(.person))
    try Self.check(call, "party", is: call.name(.party))
    let edits = try Self.edits(["edits": [["person": call.body.json]]])
    return try await Self.propose(edits, call.query.text("reason") ?? "party user", call)
  }

  // MARK: Parts

  /// What the body says must be what the address says.
  private static func check(_ call: Call, _ member: String, is name: String) throws(Problem) {
    guard call.text(member) == name else {
      throw Problem(
        .invalid, Text(en: "`\(member)` and the address differ", ja: "\(member)とアドレスが一致しません"), pointer: "/" + member)
    }
  }

  private static func edits(_ json: JSONValue) throws(Problem) -> [DirectoryEdit] {
    var edits: [DirectoryEdit] = []
    for (index, entry) in (json["edits"]?.arrayValue ?? []).enumerated() {
      guard let edit = DirectoryEdit(json: entry) else {
        throw Problem(
          .invalid,
          Text(
            en: "an edit has one subject, and `before` or `after` where it has no code",
            ja: "変更は対象を一つ、コードのないものはbefore又はafterを指定してください"), pointer: "/edits/\(index)")
      }
      edits.append(edit)
    }
    return edits
  }

  /// Proposes, or says what would come of it.
  static func propose(_ edits: [DirectoryEdit], _ reason: String, _ call: Call) async throws -> Answer {
    let impact: DirectoryImpact
    switch try await call.engine.preview(edits, as: call.caller) {
    case .failure(let faults): throw problem(faults)
    case .success(let found): impact = found
    }
    var object: [String: JSONValue] = [
      "dry_run": .bool(call.isDryRun), "edits": .number(.init(edits.count)), "data": Self.json(impact),
    ]
    if call.isDryRun || edits.isEmpty { return .json(.object(object)) }
    switch try await call.engine.proposeChange(edits, reason: reason, as: call.caller) {
    case .failure(let faults): throw problem(faults)
    case .success(let change):
      object["change"] = .number(.init(Int64(change.id)))
      return .json(.object(object), status: .created)
    }
  }

  static func problem(_ faults: DirectoryFaults) -> Problem {
    let first = faults.list.first
    var problem = Problem(
      .invalid, first?.message ?? Text(en: "the change is not valid", ja: "変更が正しくありません"),
      pointer: first.map { "/edits/\($0.edit)" })
    problem.places = faults.list.prefix(100).map { .init(pointer: "/edits/\($0.edit)", message: $0.message) }
    return problem
  }

  static func json(_ impact: DirectoryImpact) -> JSONValue {
    .array(
      impact.lines.map { line in
        [
          "code": .string(line.code), "state": .string(line.state.text), "act": .string(line.act),
          "before": .array(line.before.map { .string($0.text) }),
          "after": .array(line.after.map { .string($0.text) }), "orphaned": .bool(line.isOrphaned),
        ]
      })
  }

  static func json(_ change: DirectoryChange, withEdits: Bool) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .number(.init(Int64(change.id))), "reason": .string(change.reason),
      "proposed_by": .string(change.proposedBy.text), "proposed_at": change.proposedAt.json,
      "status": .string(change.status.rawValue), "edit_count": .number(.init(change.edits.count)),
    ]
    object["decided_by"] = change.decidedBy.map { .string($0.text) }
    object["decided_at"] = change.decidedAt?.json
    if withEdits { object["edits"] = .array(change.edits.map(\.json)) }
    return .object(object)
  }
}

extension Call {
  fileprivate var change: Int32 {
    get throws(Problem) {
      guard let id = Int32(name(.change)) else { throw .nothing }
      return id
    }
  }
}
