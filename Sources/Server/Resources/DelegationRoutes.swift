import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Who acts in whose name, and who is away. One's own takes effect at once; another's is proposed to a second
/// administrator.
enum DelegationRoutes {
  static let all = [delegations, delegate, revoke, absences, announce, revokeAbsence]

  private static let everybody = QueryParameter(
    "all", .flag, en: "Everybody's (scope `admin`)", ja: "全員分(権限範囲admin)")
  private static let reason = QueryParameter("reason", .text(max: 2_000), en: "Why", ja: "理由")

  static let delegations = Route(
    .get, "/v1/delegations", "listDelegations", .people, en: "Delegations that one gave or took", ja: "自分が行った・受けた委任",
    .scope(.read), query: [everybody], .ok(.delegationList, en: "In the order of their making", ja: "作成順"),
    problems: [.forbidden]
  ) { call in
    let found = try await call.engine.delegations(all: call.query.flag("all") == true, as: call.caller)
    return .json(["data": .array(found.map { numbered($0.id, $0.value.json) })])
  }

  static let delegate = Route(
    .post, "/v1/delegations", "delegate", .people,
    en: "Give somebody leave to act in one's name, for a while", ja: "期間を定めて代理を委任する", .scope(.write), query: [reason],
    body: .json(.newDelegation), write: .plain,
    .created(.directoryOutcome, en: "In force, or proposed for somebody else", ja: "発効した(他人の分は提案した)", headers: []),
    .ok(.directoryOutcome, en: "It could be (`dry_run`)", ja: "可能(dry_run)"), problems: [.forbidden]
  ) { call in
    let delegation = Delegation(
      from: PersonCode(call.text("giver") ?? call.caller.person.text), to: PersonCode(call.text("taker") ?? ""),
      roles: Set(call.texts("roles").map { RoleName($0) }), maxAmount: call.integer("max_amount"),
      period: period(call))
    return try settle(
      try await call.engine.delegate(
        delegation, reason: call.query.text("reason") ?? "delegation", dryRun: call.isDryRun, as: call.caller), call)
  }

  static let revoke = Route(
    .delete, "/v1/delegations/{delegation}", "revokeDelegation", .people, en: "End a delegation", ja: "委任を取り消す",
    .scope(.write), query: [reason], write: .plain,
    .ok(.directoryOutcome, en: "Ended, or proposed for somebody else", ja: "取り消した(他人の分は提案した)"),
    problems: [.notFound, .forbidden]
  ) { call in
    guard let id = Int32(call.name(.delegation)) else { throw Problem.nothing }
    return try settle(
      try await call.engine.revokeDelegation(
        id, reason: call.query.text("reason") ?? "revoked", dryRun: call.isDryRun, as: call.caller), call,
      status: .ok)
  }

  static let absences = Route(
    .get, "/v1/absences", "listAbsences", .people, en: "One's own days away", ja: "自分の不在期間", .scope(.read),
    query: [everybody], .ok(.absenceList, en: "In the order of their making", ja: "作成順"), problems: [.forbidden]
  ) { call in
    let found = try await call.engine.absences(all: call.query.flag("all") == true, as: call.caller)
    return .json(["data": .array(found.map { numbered($0.id, $0.value.json) })])
  }

  static let announce = Route(
    .post, "/v1/absences", "announceAbsence", .people, en: "Say on which days deputies may act", ja: "代決できる不在期間を登録する",
    .scope(.write), query: [reason], body: .json(.newAbsence), write: .plain,
    .created(.directoryOutcome, en: "In force, or proposed for somebody else", ja: "発効した(他人の分は提案した)", headers: []),
    .ok(.directoryOutcome, en: "It could be (`dry_run`)", ja: "可能(dry_run)"), problems: [.forbidden]
  ) { call in
    let absence = Absence(
      person: PersonCode(call.text("person") ?? call.caller.person.text), period: period(call))
    return try settle(
      try await call.engine.announceAbsence(
        absence, reason: call.query.text("reason") ?? "absence", dryRun: call.isDryRun, as: call.caller), call)
  }

  static let revokeAbsence = Route(
    .delete, "/v1/absences/{absence}", "revokeAbsence", .people, en: "Take back an absence", ja: "不在の登録を取り消す",
    .scope(.write), query: [reason], write: .plain,
    .ok(.directoryOutcome, en: "Taken back, or proposed for somebody else", ja: "取り消した(他人の分は提案した)"),
    problems: [.notFound, .forbidden]
  ) { call in
    guard let id = Int32(call.name(.absence)) else { throw Problem.nothing }
    return try settle(
      try await call.engine.revokeAbsence(
        id, reason: call.query.text("reason") ?? "revoked", dryRun: call.isDryRun, as: call.caller), call, status: .ok)
  }

  private static func period(_ call: Call) -> Period {
    Period(from: call.text("from").flatMap { Day($0) }, to: call.text("to").flatMap { Day($0) })
  }

  private static func numbered(_ id: Int32, _ value: JSONValue) -> JSONValue {
    var members = value.objectValue ?? [:]
    members["id"] = .number(.init(Int64(id)))
    return .object(members)
  }

  private static func settle(
    _ outcome: DirectoryOutcome, _ call: Call, status: HTTPResponse.Status = .created
  ) throws(Problem) -> Answer {
    let dryRun = JSONValue.bool(call.isDryRun)
    switch outcome {
    case .faulty(let faults):
      let first = faults.list.first
      throw Problem(.invalid, first?.message ?? Text(en: "not possible", ja: "できません"))
    case .inForce: return .json(["status": "in_force", "dry_run": dryRun], status: call.isDryRun ? .ok : status)
    case .proposed(let change):
      return .json(
        ["status": "proposed", "change": .number(.init(Int64(change.id))), "dry_run": dryRun],
        status: call.isDryRun ? .ok : status)
    }
  }
}
