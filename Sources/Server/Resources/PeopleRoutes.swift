import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Who is who.
enum PeopleRoutes {
  static let all = [people, positions, parties, directory, replace]

  static let people = Route(
    .get, "/v1/people", "listPeople", .people, en: "People and the positions that they hold today", ja: "人と現在の職",
    .scope(.read),
    query: [
      QueryParameter("position", .text(max: 200), en: "Holders of this position", ja: "この職の在職者"),
      QueryParameter("party", .text(max: 200), en: "Users of this party", ja: "この事業者の利用者"),
    ],
    .ok(.peopleList, en: "By code; a vendor sees its own people", ja: "コード順(事業者は自社の利用者のみ)")
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let shown = DirectoryRepresentation(lexicon.directory, on: lexicon.now.day)
    let position = call.query.text("position").map { PositionCode($0) }
    let party = call.query.text("party").map { PartyCode($0) }
    let people = lexicon.directory.people.values.filter { person in
      (call.caller.party == nil || person.party == call.caller.party) && (party == nil || person.party == party)
        && (position.map { lexicon.directory.positions(of: person.code, on: lexicon.now.day).contains($0) } ?? true)
    }
    return .json(["data": .array(people.sorted { $0.code < $1.code }.map { shown.json($0, withPositions: true) })])
  }

  static let positions = Route(
    .get, "/v1/positions", "listPositions", .people, en: "Positions and who holds them today", ja: "職と現在の在職者",
    .scope(.read), .ok(.positionList, en: "By code; empty for a vendor", ja: "コード順(事業者には空)")
  ) { call in
    guard call.caller.party == nil else { return .json(["data": []]) }
    let lexicon = try await call.engine.lexicon()
    let shown = DirectoryRepresentation(lexicon.directory, on: lexicon.now.day)
    let positions = lexicon.directory.positions.values.sorted { $0.code < $1.code }
    return .json(["data": .array(positions.map { shown.json($0, withHolders: true) })])
  }

  static let parties = Route(
    .get, "/v1/parties", "listParties", .people, en: "Counterparties", ja: "取引先", .scope(.read),
    .ok(.partyList, en: "By code; a vendor sees itself", ja: "コード順(事業者は自社のみ)")
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let shown = DirectoryRepresentation(lexicon.directory, on: lexicon.now.day)
    let parties = lexicon.directory.parties.values.filter { call.caller.party == nil || $0.code == call.caller.party }
    return .json(["data": .array(parties.sorted { $0.code < $1.code }.map { shown.json($0) })])
  }

  static let directory = Route(
    .get, "/v1/directory", "exportDirectory", .people, en: "The whole directory, in the form that PUT takes",
    ja: "名簿全体(PUTと同じ形式)", .scope(.admin), .ok(.directory, en: "The directory", ja: "名簿")
  ) { call in
    let lexicon = try await call.engine.lexicon()
    return .json(DirectoryRepresentation(lexicon.directory, on: lexicon.now.day).whole)
  }

  static let replace = Route(
    .put, "/v1/directory", "replaceDirectory", .people,
    en: "Propose what leads from the directory to this one; with `dry_run`, only the impact on open items",
    ja: "現在の名簿からこの名簿への変更を提案する。dry_runでは未完了案件への影響だけを返す", .scope(.admin),
    query: [QueryParameter("reason", .text(max: 2_000), en: "Why (kept with the proposal)", ja: "理由(提案とともに記録)")],
    body: .json(.directory), write: .plain,
    .created(.directoryProposal, en: "Proposed; another administrator approves it", ja: "提案した(別の管理者が承認)", headers: []),
    .ok(.directoryProposal, en: "What it would do (`dry_run`), or nothing to change", ja: "見込み(dry_run)又は変更なし"),
    problems: [.invalid]
  ) { call in
    let next = try DirectoryReading.directory(call.body.json)
    let edits = try await call.engine.lexicon().directory.edits(to: next)
    return try await DirectoryRoutes.propose(edits, call.query.text("reason") ?? "directory", call)
  }
}
