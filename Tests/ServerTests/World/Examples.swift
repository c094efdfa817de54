import Engine
import HTTPTypes
import JSON
import Testing

@testable import Server

/// For every route a request that succeeds, with whatever must have happened before.
struct Examples: Sendable {
  let api: APIClient

  func ask(_ route: String) async throws -> Ask {
    if let ask = try await items(route) { return ask }
    if let ask = try await work(route) { return ask }
    if let ask = try await house(route) { return ask }
    return try #require(nil, "no example of \(route)")
  }

  private func items(_ route: String) async throws -> Ask? {
    switch route {
    case "listItems": Ask(.get, "/v1/items?workflow=equipment-loan&open=true&limit=2", as: "tanaka")
    case "createItem":
      Ask(
        .post, "/v1/items", as: "tanaka",
        json: ["workflow": "equipment-loan", "data": ["subject": "端末", "value": 5]])
    case "showItem": Ask(.get, "/v1/items/\(try await api.loan())", as: "tanaka")
    case "editItem":
      Ask(.patch, "/v1/items/\(try await api.loan())", as: "tanaka", json: ["data": ["subject": "改題"]])
    case "openItem": Ask(.post, "/v1/items/\(try await api.loan())/opened", as: "suzuki")
    case "explainItem": Ask(.get, "/v1/items/\(try await api.loan())/transitions", as: "suzuki")
    case "advanceItem": Ask(.post, "/v1/items/\(try await pledged())/transitions", as: "suzuki", json: ["act": "lend"])
    case "advanceItems":
      Ask(
        .post, "/v1/transitions", as: "suzuki",
        json: ["items": [.string(try await pledged()), .string(try await api.loan()), "NONE-1"], "act": "lend"])
    case "commentItem": Ask(.post, "/v1/items/\(try await api.loan())/comments", as: "tanaka", json: ["text": "了解"])
    case "linkItem":
      Ask(
        .post, "/v1/items/\(try await api.loan())/links", as: "tanaka",
        json: ["relation": "cites", "to": .string(try await api.loan())])
    case "itemHistory": Ask(.get, "/v1/items/\(try await api.lentLoan())/history?limit=2", as: "tanaka")
    case "proposeCorrection":
      Ask(.post, "/v1/items/\(try await api.loan())/corrections", as: "admin", json: correction)
    case "settleCorrection":
      Ask(
        .post, "/v1/items/\(try await corrected())/corrections/settlement", as: "second",
        json: ["confirm": true, "reason": "確認した"])
    case "listDocuments": Ask(.get, "/v1/items/\(try await pledged())/documents", as: "tanaka")
    case "attachDocument":
      Ask(
        .post, "/v1/items/\(try await api.loan())/documents?slot=pledge&name=a.txt", as: "tanaka",
        bytes: Array("text".utf8), type: "text/plain")
    case "getDocument": Ask(.get, try await document(), as: "tanaka")
    default: nil
    }
  }

  private func work(_ route: String) async throws -> Ask? {
    switch route {
    case "checkInvoice":
      Ask(.post, "/v1/invoices/check", as: "vendor", bytes: TestInvoice.bytes(), type: "application/xml")
    case "submitInvoice": try await invoice()
    case "correctInvoice":
      Ask(
        .post, "/v1/invoices/\(try await returnedInvoice())/correction", as: "vendor", bytes: TestInvoice.bytes(),
        type: "application/xml")
    case "listInvoices": Ask(.get, "/v1/invoices", as: "vendor")
    case "showInvoice":
      Ask(.get, "/v1/invoices/\(try await api.made(try await invoice(), "receipt", "code"))", as: "vendor")
    case "inbox": Ask(.get, "/v1/inbox", as: "suzuki")
    case "board": Ask(.get, "/v1/board/equipment-loan", as: "suzuki")
    case "listTasks": Ask(.get, "/v1/tasks", as: "admin")
    case "retryTask": Ask(.post, "/v1/tasks/\(try await deadTask())/retry", as: "admin")
    case "cancelTask": Ask(.delete, "/v1/tasks/\(try await task().id)", as: "admin")
    case "claimTasks": Ask(.post, "/v1/tasks/claim", as: "admin", json: ["worker": "w", "endpoint": "carrier"])
    case "heartbeatTask": try await reporting("heartbeat", ["lease_seconds": 30])
    case "completeTask": try await reporting("complete", ["result": ["ok": true]])
    case "failTask": try await reporting("fail", ["error": "no van", "retry_after_seconds": 60])
    default: nil
    }
  }

  private func house(_ route: String) async throws -> Ask? {
    switch route {
    case "listWorkflows": Ask(.get, "/v1/workflows", as: "tanaka")
    case "showWorkflow": Ask(.get, "/v1/workflows/equipment-loan", as: "tanaka")
    case "workflowSource": Ask(.get, "/v1/workflows/equipment-loan/source", as: "tanaka")
    case "listParameters": Ask(.get, "/v1/parameters", as: "tanaka")
    case "showParameter": Ask(.get, "/v1/parameters/loan-fee?on=2026-03-31", as: "tanaka")
    case "listDefinitions": Ask(.get, "/v1/definitions", as: "admin")
    case "checkDefinition": Self.file("/v1/definitions/check", "workflow", TestDefinitions.broken)
    case "proposeDefinition": Self.file("/v1/definitions", "parameter", newFee())
    case "approveDefinition":
      Ask(
        .post,
        "/v1/definitions/\(try await api.made(Self.file("/v1/definitions", "parameter", newFee()), "id"))/approval",
        as: "second")
    case "planMigration": Ask(.post, "/v1/workflows/equipment-loan/migration", as: "admin")
    case "planMigrationOfFile": planFile()
    case "showMigration": Ask(.get, "/v1/migrations/\(try await api.made(planFile(), "plan"))", as: "admin")
    case "applyMigration":
      Ask(
        .post,
        "/v1/migrations/\(try await api.made(Ask(.post, "/v1/workflows/equipment-loan/migration", as: "admin"), "plan"))/application",
        as: "admin")
    case "listPeople": Ask(.get, "/v1/people", as: "tanaka")
    case "listPositions": Ask(.get, "/v1/positions", as: "tanaka")
    case "listParties": Ask(.get, "/v1/parties", as: "tanaka")
    case "exportDirectory": Ask(.get, "/v1/directory", as: "admin")
    case "replaceDirectory": try await otherDirectory()
    case "importPeople": newcomers()
    case "listDirectoryChanges": Ask(.get, "/v1/directory/changes?open=true", as: "admin")
    case "proposeDirectoryChange": newChange()
    case "showDirectoryChange":
      Ask(.get, "/v1/directory/changes/\(try await api.made(newChange(), "change"))", as: "admin")
    case "approveDirectoryChange": try await decision("approval")
    case "declineDirectoryChange": try await decision("rejection")
    case "putParty":
      Ask(.put, "/v1/parties/third", as: "admin", json: ["code": "third", "name": ["en": "Third", "ja": "第三"]])
    case "putPartyUser":
      Ask(
        .put, "/v1/parties/acme/users/clerk", as: "admin",
        json: ["code": "clerk", "party": "acme", "name": ["en": "Clerk", "ja": "係"], "party_roles": ["vendor"]])
    case "listDelegations": Ask(.get, "/v1/delegations", as: "tanaka")
    case "delegate": delegation()
    case "revokeDelegation": try await revocation("delegations", delegation())
    case "listAbsences": Ask(.get, "/v1/absences", as: "tanaka")
    case "announceAbsence": absence()
    case "revokeAbsence": try await revocation("absences", absence())
    case "rotateToken": Ask(.post, "/v1/tokens/\(try await api.made(newToken, "id"))/rotation?days=2", as: "tanaka")
    case "me": Ask(.get, "/v1/me", as: "tanaka")
    case "listTokens": Ask(.get, "/v1/tokens", as: "tanaka")
    case "issueToken": newToken
    case "revokeToken": Ask(.delete, "/v1/tokens/\(try await api.made(newToken, "id"))", as: "tanaka")
    case "listEntries": Ask(.get, "/v1/audit/entries?limit=3&from=2020-01-01", as: "admin")
    case "live": Ask(.get, "/livez")
    case "ready": Ask(.get, "/readyz")
    case "metrics": Ask(.get, "/metrics")
    case "apiDocument": Ask(.get, "/openapi.json")
    default: nil
    }
  }

  // MARK: What has to be there first

  let correction: JSONValue = ["data": ["subject": "正しい件名"], "reason": "誤記"]
  let newToken = Ask(.post, "/v1/tokens", as: "tanaka", json: ["scopes": ["read"], "label": "test", "days": 1])

  private func otherDirectory() async throws -> Ask {
    var directory = try await api.get("/v1/directory", as: "admin").json.objectValue ?? [:]
    let code = "new-\(UInt32.random(in: 0 ... .max))"
    directory["people"] = .array(
      (directory["people"]?.arrayValue ?? []) + [["code": .string(code), "name": ["en": "New", "ja": "新人"]]])
    return Ask(.put, "/v1/directory", as: "admin", json: .object(directory))
  }

  func newcomers() -> Ask {
    let code = "new-\(UInt32.random(in: 0 ... .max))"
    return Ask(
      .post, "/v1/people/import", as: "admin",
      bytes: Array("person,name_en,name_ja,position,from\r\n\(code),New,新人,borrower-1,2026-04-01\r\n".utf8),
      type: "text/csv")
  }

  func newChange() -> Ask {
    let code = "new-\(UInt32.random(in: 0 ... .max))"
    return Ask(
      .post, "/v1/directory/changes", as: "admin",
      json: ["reason": "採用", "edits": [["person": ["code": .string(code), "name": ["en": "New", "ja": "新人"]]]]])
  }

  func decision(_ verb: String) async throws -> Ask {
    Ask(.post, "/v1/directory/changes/\(try await api.made(newChange(), "change"))/\(verb)", as: "second")
  }

  /// A different day each time, for nothing stands twice in the directory.
  func delegation() -> Ask {
    let to = "2027-0\(Int.random(in: 1...9))-\(Int.random(in: 10...28))"
    return Ask(
      .post, "/v1/delegations", as: "tanaka",
      json: [
        "taker": "officer", "from": .string("2026-12-\(Int.random(in: 10...31))"), "to": .string(to),
      ])
  }

  func absence() -> Ask {
    Ask(
      .post, "/v1/absences", as: "tanaka",
      json: [
        "from": .string("2026-0\(Int.random(in: 1...9))-\(Int.random(in: 10...28))"),
        "to": .string("2027-0\(Int.random(in: 1...9))-\(Int.random(in: 10...28))"),
      ])
  }

  private func revocation(_ list: String, _ made: Ask) async throws -> Ask {
    _ = try await api.made(made, "status")
    let known = try await api.get("/v1/\(list)", as: "tanaka").json["data"]?.arrayValue?.last
    return Ask(.delete, "/v1/\(list)/\(try #require(known?["id"]?.int64))", as: "tanaka")
  }

  static func file(_ address: String, _ kind: String, _ text: String, as person: String = "admin") -> Ask {
    Ask(.post, "\(address)?kind=\(kind)", as: person, bytes: Array(text.utf8), type: "application/yaml")
  }

  func planFile() -> Ask {
    let text = TestDefinitions.loan.replacing("en: Equipment loan", with: "en: Loan \(UInt32.random(in: 0 ... .max))")
    return Ask(.post, "/v1/migrations", as: "admin", bytes: Array(text.utf8), type: "application/yaml")
  }

  func newFee() -> String {
    TestDefinitions.fee.replacing("value: 120", with: "value: \(Int.random(in: 1_000...1_000_000_000))")
  }

  func pledged() async throws -> String {
    let code = try await api.loan()
    let ask = Ask(
      .post, "/v1/items/\(code)/documents?slot=pledge&name=a.txt", as: "tanaka", bytes: Array("text".utf8),
      type: "text/plain")
    _ = try await api.made(ask, "version")
    return code
  }

  private func document() async throws -> String {
    let code = try await pledged()
    let list = try await api.get("/v1/items/\(code)/documents", as: "tanaka").json
    let hash = try #require(list["data"]?["pledge"]?[0]?["sha256"]?.stringValue)
    return "/v1/items/\(code)/documents/\(hash)"
  }

  func corrected() async throws -> String {
    let code = try await api.loan()
    _ = try await api.made(Ask(.post, "/v1/items/\(code)/corrections", as: "admin", json: correction), "version")
    return code
  }

  func contract() async throws -> String {
    try await api.made(
      Ask(
        .post, "/v1/items", as: "officer",
        json: [
          "workflow": "contract-request", "data": ["subject": "端末借入れ", "vendor": "acme", "accepted_value": 1_000_000],
        ]), "code")
  }

  func invoice() async throws -> Ask {
    Ask(
      .post, "/v1/invoices?contract=\(try await contract())", as: "vendor", bytes: TestInvoice.bytes(),
      type: "application/xml")
  }

  /// An invoice that the officer sent back to its vendor.
  func returnedInvoice() async throws -> String {
    let code = try await api.made(try await invoice(), "receipt", "code")
    while try await api.engine.drain() > 0 {}
    let back: JSONValue = [
      "act": "return_claim", "reason": "番号の誤り",
      "input": ["fault": "minor", "reason_codes": ["REF"], "action_codes": ["NIN"]],
    ]
    _ = try await api.made(Ask(.post, "/v1/items/\(code)/transitions", as: "officer", json: back), "version")
    return code
  }

  /// A task on a lease.
  func task() async throws -> (id: String, fence: Int64) {
    let code = try await api.lentLoan()
    _ = try await api.made(Ask(.post, "/v1/items/\(code)/transitions", as: "suzuki", json: ["act": "ship"]), "version")
    let item = try await api.get("/v1/items/\(code)", as: "suzuki").json["id"]
    let claimed = try await api.post("/v1/tasks/claim", as: "admin", ["worker": "w", "limit": 100]).json
    let mine = try #require(
      claimed["data"]?.arrayValue?.first { $0["item"] == item }, "\(claimed.prettyText)")
    return (try #require(mine["id"]?.stringValue), try #require(mine["fence"]?.int64))
  }

  func reporting(_ verb: String, _ more: [String: JSONValue]) async throws -> Ask {
    let task = try await task()
    return Ask(
      .post, "/v1/tasks/\(task.id)/\(verb)", as: "admin",
      json: .object(more.merging(["fence": .number(.init(task.fence))]) { first, _ in first }))
  }

  private func deadTask() async throws -> String {
    let ask = try await reporting("fail", ["error": "lost", "retry": false])
    let reply = try await api.send(ask)
    try #require(reply.status == 204, "\(reply.json.prettyText)")
    return String(ask.address.split(separator: "/")[2])
  }
}

extension APIClient {
  /// Sends what must succeed and picks a member of the answer.
  func made(_ ask: Ask, _ path: String...) async throws -> String {
    let reply = try await send(ask)
    try #require((200..<300).contains(reply.status), "\(reply.json.prettyText)")
    var value = reply.json
    for name in path { value = try #require(value[name], "\(reply.json.prettyText)") }
    return value.stringValue ?? value.canonicalText
  }
}
