import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// The caller and their tokens.
enum AccessRoutes {
  static let all = [me, list, issue, rotate, revoke]

  static let me = Route(
    .get, "/v1/me", "me", .access, en: "Who the token belongs to, and what the clock of record says",
    ja: "トークンの持ち主と記録上の時刻", .signedIn, .ok(.me, en: "The caller", ja: "利用者")
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let (directory, today) = (lexicon.directory, lexicon.now.day)
    let givers = directory.delegations(to: call.caller.person).filter { $0.period.contains(today) }.map(\.from)
    var object: [String: JSONValue] = [
      "person": .string(call.caller.person.text),
      "name": (directory.people[call.caller.person]?.name ?? Text(verbatim: call.caller.person.text)).json,
      "scopes": .array(call.caller.scopes.map(\.rawValue).sorted().map { .string($0) }),
      "positions": .array(directory.positions(of: call.caller.person, on: today).map { .string($0.text) }),
      "represents": .array(
        Set(givers).sorted().map { giver in
          [
            "person": .string(giver.text), "name": (directory.people[giver]?.name ?? Text(verbatim: giver.text)).json,
          ]
        }), "now": lexicon.now.json, "today": .string(today.description),
    ]
    object["party"] = call.caller.party.map { .string($0.text) }
    return .json(.object(object))
  }

  static let list = Route(
    .get, "/v1/tokens", "listTokens", .access, en: "One's own tokens; everybody's with the scope `admin`",
    ja: "自分のトークン(権限範囲adminなら全員分)", .signedIn,
    query: [
      QueryParameter("person", .text(max: 200), en: "Tokens of this person", ja: "この人のトークン"),
      QueryParameter("all", .flag, en: "Tokens of everybody", ja: "全員のトークン"),
    ],
    .ok(.tokenList, en: "Newest first, without their secrets", ja: "新しい順(秘密の文字列は含まない)"), problems: [.forbidden]
  ) { call in
    let person =
      call.query.flag("all") == true
      ? nil : call.query.text("person").map { PersonCode($0) } ?? call.caller.person
    let tokens = try await call.engine.tokens(of: person, as: call.caller)
    return .json(["data": .array(tokens.map(json))])
  }

  static let issue = Route(
    .post, "/v1/tokens", "issueToken", .access,
    en: "Issue a token: for oneself with scopes one has, for others with the scope `admin`",
    ja: "トークンを発行(自分には自分の権限範囲内で、他人には権限範囲adminで)", .signedIn, body: .json(.newToken), write: .plain,
    .created(.issuedToken, en: "The secret is in this answer and nowhere else", ja: "秘密の文字列はこの応答にしかない", headers: []),
    .ok(.issuedToken, en: "What would be issued (`dry_run`)", ja: "発行の見込み(dry_run)"), problems: [.forbidden]
  ) { call in
    let person = call.text("person").map { PersonCode($0) } ?? call.caller.person
    let scopes = Set(call.texts("scopes").compactMap { Scope(rawValue: $0) })
    guard !scopes.isEmpty else {
      throw Problem(
        .invalid, Text(en: "a token needs a scope", ja: "権限範囲を指定してください"), pointer: "/scopes")
    }
    let directory = try await call.engine.lexicon().directory
    guard directory.people[person] != nil else {
      throw Problem(.invalid, Text(en: "there is no person \(person)", ja: "「\(person)」という人はいません"), pointer: "/person")
    }
    var object: [String: JSONValue] = [
      "person": .string(person.text), "scopes": .array(scopes.map(\.rawValue).sorted().map { .string($0) }),
      "dry_run": .bool(call.isDryRun),
    ]
    if call.isDryRun {
      let isOwn = person == call.caller.person && scopes.isSubset(of: call.caller.scopes)
      guard isOwn || call.caller.scopes.contains(.admin) else {
        throw Problem(.forbidden, Text(en: "this token does not allow that", ja: "このトークンでは許可されていない操作です"))
      }
      return .json(.object(object))
    }
    let issued = try await call.engine.issueToken(
      for: person, scopes: scopes, days: call.integer("days") ?? 90, label: call.text("label") ?? "",
      as: call.caller)
    object["id"] = .string(issued.id.description)
    object["secret"] = .string(issued.secret.text)
    object["expires_at"] = issued.expiresAt.json
    return .json(.object(object), status: .created)
  }

  static let rotate = Route(
    .post, "/v1/tokens/{token}/rotation", "rotateToken", .access,
    en: "Exchange a token for a new one on the same terms; the old one ends", ja: "同じ条件の新しいトークンに交換し、古いものを失効させる",
    .signedIn,
    query: [QueryParameter("days", .integer(1...1_096), en: "Lifetime (90 unless told)", ja: "有効日数(指定がなければ90)")],
    write: .plain,
    .created(.issuedToken, en: "The secret is in this answer and nowhere else", ja: "秘密の文字列はこの応答にしかない", headers: []),
    .ok(.issuedToken, en: "What would be exchanged (`dry_run`)", ja: "交換の見込み(dry_run)"), problems: [.notFound]
  ) { call in
    let id: TokenID = try call.identifier(.token)
    if call.isDryRun {
      let person = call.caller.scopes.contains(.admin) ? nil : call.caller.person
      let known = try await call.engine.tokens(of: person, as: call.caller)
      guard let token = known.first(where: { $0.id == id && $0.revokedAt == nil }) else { throw Problem.nothing }
      return .json(
        [
          "person": .string(token.person.text), "scopes": .array(token.scopes.map { .string($0) }), "dry_run": true,
        ])
    }
    let issued = try await call.engine.rotateToken(id, days: call.query.integer("days") ?? 90, as: call.caller)
    return .json(
      [
        "person": .string(issued.person.text), "scopes": .array(issued.scopes.map { .string($0) }), "dry_run": false,
        "id": .string(issued.id.description), "secret": .string(issued.secret.text),
        "expires_at": issued.expiresAt.json,
      ], status: .created)
  }

  static let revoke = Route(
    .delete, "/v1/tokens/{token}", "revokeToken", .access, en: "Revoke a token", ja: "トークンを失効させる", .signedIn,
    write: .plain, .done(en: "Revoked; with `dry_run`, it could be", ja: "失効した(dry_runでは可能)"), problems: [.notFound]
  ) { call in
    let id: TokenID = try call.identifier(.token)
    if call.isDryRun {
      let person = call.caller.scopes.contains(.admin) ? nil : call.caller.person
      let known = try await call.engine.tokens(of: person, as: call.caller)
      guard known.contains(where: { $0.id == id && $0.revokedAt == nil }) else { throw Problem.nothing }
    } else {
      try await call.engine.revokeToken(id, as: call.caller)
    }
    return .done
  }

  private static func json(_ token: TokenView) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .string(token.id.description), "person": .string(token.person.text), "label": .string(token.label),
      "scopes": .array(token.scopes.map { .string($0) }), "created_at": token.createdAt.json,
      "expires_at": token.expiresAt.json,
    ]
    object["revoked_at"] = token.revokedAt?.json
    return .object(object)
  }
}
