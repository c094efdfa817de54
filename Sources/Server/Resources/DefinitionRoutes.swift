import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Versions of definitions, calendars and parameters: checked, proposed by one person, approved by another.
enum DefinitionRoutes {
  static let all = [list, check, propose, approve]

  static let list = Route(
    .get, "/v1/definitions", "listDefinitions", .workflows, en: "Every version that was deposited", ja: "登録されたすべての版",
    .scope(.admin), .ok(.definitionList, en: "By kind and name", ja: "種類・名前順")
  ) { call in
    let versions = try await call.engine.artifacts(as: call.caller)
    return .json(["data": .array(versions.map { json($0) })])
  }

  private static let file: [QueryParameter] = [
    QueryParameter(
      "kind", .choice(ArtifactKind.allCases.map(\.rawValue)), required: true, en: "What the file is", ja: "ファイルの種類"),
    QueryParameter("name", .text(max: 255), en: "File name, for messages", ja: "ファイル名(メッセージ用)"),
  ]
  private static let yaml = Route.Body.raw(
    max: 10 << 20, media: ["application/yaml", "text/yaml", "application/x-yaml", "text/plain"])

  static let check = Route(
    .post, "/v1/definitions/check", "checkDefinition", .workflows,
    en: "Check a file against what is in force; findings are no error", ja: "施行中の定義に照らしてファイルを点検(指摘はエラーではない)",
    .scope(.read), query: file, body: yaml, .ok(.fileCheck, en: "What the check found", ja: "点検結果")
  ) { call in
    guard call.caller.party == nil else { throw Problem(.forbidden, Self.internalOnly) }
    let checked = try await read(call)
    guard let file = checked.file else { return .json(json(checked, id: nil, isDryRun: true)) }
    let finding = try await call.engine.examine(
      file, shownAs: call.query.text("name") ?? "<body>", given: call.visit.house.scrutiny)
    let proved = Checked(
      diagnostics: checked.diagnostics + finding.refuted + finding.undecided,
      file: finding.refuted.isEmpty ? file : nil)
    return .json(json(proved, id: nil, isDryRun: true))
  }

  private static let reason = QueryParameter(
    "accept_undecided", .text(max: 500),
    en: "Why what the verifier leaves undecided is accepted; recorded. What it refutes nobody may accept",
    ja: "検証で未決のものを受け入れる理由(記録されます)。反証されたものは受け入れられません")

  static let propose = Route(
    .post, "/v1/definitions", "proposeDefinition", .workflows, en: "Deposit a checked file for approval",
    ja: "点検済みのファイルを承認のため登録", .scope(.admin), query: file + [reason], body: yaml, write: .plain,
    .created(.fileCheck, en: "Deposited", ja: "登録した", headers: []),
    .ok(.fileCheck, en: "What would be deposited (`dry_run`)", ja: "登録の見込み(dry_run)"),
    problems: [.invalidFile, .unsoundFile, .undecidedFile]
  ) { call in
    let checked = try await read(call)
    guard let file = checked.file else {
      throw Problem(
        .invalidFile, checked.diagnostics.first?.message ?? Text(en: "the file is not valid", ja: "ファイルが正しくありません")
      ).with("diagnostics", .array(checked.diagnostics.prefix(500).map(\.json)))
    }
    let (name, reason) = (call.query.text("name") ?? "<body>", call.query.text("accept_undecided"))
    if call.isDryRun {
      try await call.engine.foresee(
        file, shownAs: name, given: call.visit.house.scrutiny, accepting: reason, as: call.caller)
      return .json(json(checked, id: nil, isDryRun: true))
    }
    let id = try await call.engine.propose(
      file, shownAs: name, given: call.visit.house.scrutiny, accepting: reason, as: call.caller)
    return .json(json(checked, id: id, isDryRun: false), status: .created)
  }

  static let approve = Route(
    .post, "/v1/definitions/{definition}/approval", "approveDefinition", .workflows,
    en: "Put a version into force: by another person than the one who proposed it", ja: "版を施行する(提案者とは別の人)",
    .scope(.admin), query: [reason], write: .plain, .ok(.definition, en: "In force", ja: "施行した"),
    problems: [.notFound, .forbidden, .conflict, .unsoundFile, .undecidedFile]
  ) { call in
    guard let id = Int32(call.name(.definition)) else { throw Problem.nothing }
    let (scrutiny, reason) = (call.visit.house.scrutiny, call.query.text("accept_undecided"))
    if call.isDryRun {
      let version = try await call.engine.foreseeApproval(id, given: scrutiny, accepting: reason, as: call.caller)
      return .json(json(version, isDryRun: true))
    }
    return .json(json(try await call.engine.approve(id, given: scrutiny, accepting: reason, as: call.caller)))
  }

  private static let internalOnly = Text(en: "definitions are checked by the office", ja: "定義の点検は庁内の利用者が行います")

  // MARK: Files

  struct Checked: Sendable {
    let diagnostics: [Diagnostic]
    /// nil where the file has errors.
    let file: ArtifactFile?
  }

  private static func read(_ call: Call) async throws -> Checked {
    guard let kind = ArtifactKind(rawValue: call.query.text("kind") ?? "") else { throw Problem.unexpected }
    let source = SourceFile(name: call.query.text("name") ?? "<body>", bytes: call.body.bytes)
    let library = try await call.engine.lexicon().library
    return check(kind, source, against: library)
  }

  static func check(_ kind: ArtifactKind, _ source: SourceFile, against library: Library) -> Checked {
    let diagnostics: [Diagnostic]
    let identity: (name: String, hash: ContentHash)?
    switch kind {
    case .workflow:
      let (definition, found) = checkDefinition(source, against: library)
      (diagnostics, identity) = (found, definition.map { ($0.name.text, $0.hash) })
    case .calendar:
      let (calendar, found) = loadCalendar(source)
      (diagnostics, identity) = (found, calendar.map { ($0.name, ContentDigest.hash(of: source.bytes)) })
    case .parameter:
      let (parameter, found) = loadParameter(source)
      (diagnostics, identity) = (found, parameter.map { ($0.name.text, ContentDigest.hash(of: source.bytes)) })
    }
    guard let identity, !diagnostics.hasErrors, let text = String(validating: source.bytes, as: UTF8.self) else {
      return Checked(diagnostics: diagnostics, file: nil)
    }
    return Checked(
      diagnostics: diagnostics,
      file: ArtifactFile(kind: kind, name: identity.name, hash: identity.hash, source: text))
  }

  // MARK: Shown

  private static func json(_ checked: Checked, id: Int32?, isDryRun: Bool) -> JSONValue {
    var object: [String: JSONValue] = [
      "accepted": .bool(checked.file != nil), "diagnostics": .array(checked.diagnostics.prefix(500).map(\.json)),
      "dry_run": .bool(isDryRun),
    ]
    object["id"] = id.map { .number(.init(Int64($0))) }
    if let file = checked.file {
      object["kind"] = .string(file.kind.rawValue)
      object["name"] = .string(file.name)
      object["hash"] = .string(file.hash.description)
    }
    return .object(object)
  }

  private static func json(_ version: ArtifactView, isDryRun: Bool = false) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .number(.init(Int64(version.id))), "kind": .string(version.kind.rawValue), "name": .string(version.name),
      "hash": .string(version.hash.description), "proposed_by": .string(version.proposedBy),
      "proposed_at": version.proposedAt.json, "is_current": .bool(version.isCurrent), "dry_run": .bool(isDryRun),
    ]
    object["approved_by"] = version.approvedBy.map { .string($0) }
    object["approved_at"] = version.approvedAt?.json
    return .object(object)
  }
}
