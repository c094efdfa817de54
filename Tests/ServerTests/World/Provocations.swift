import HTTPTypes
import JSON
import Testing

@testable import Server

/// How to get a status out of a route: by a general means that works on every route, or by a story of its own.
struct Provocations: Sendable {
  let api: APIClient
  /// The same world behind a server that has no patience with bodies.
  let hurried: APIClient
  /// Behind a server that takes every address for a guesser of tokens.
  let suspicious: APIClient
  /// Behind a server whose database is gone.
  let offline: APIClient

  private var examples: Examples { Examples(api: api) }

  func reply(_ route: Route, _ status: Int) async throws -> APIClient.Reply {
    if let ask = try await story(route.name, status) { return try await api.send(ask) }
    if let success = try await success(route, status) { return try await api.send(success) }
    let ask = try await examples.ask(route.name)
    switch status {
    case 400: return try await api.send(ask.with { $0.add(query: "nonsense=1") })
    case 401: return try await api.send(ask.with { $0.person = nil })
    case 403: return try await api.send(ask.with { $0.person = "narrow" })
    case 404: return try await api.send(ask.with { $0.address = Self.lost($0.address, route) })
    case 408: return try await hurried.send(ask)
    case 412: return try await api.send(ask.with { $0.headers["If-Match"] = "\"999\"" })
    case 413: return try await api.send(ask.with { $0.bytes = Self.large(route) })
    case 415: return try await api.send(ask.with { $0.type = "nonsense" })
    case 422: return try await api.send(ask.with { $0.bytes = Array("[]".utf8) })
    case 429: return try await suspicious.send(ask)
    case 503: return try await offline.send(ask)
    default: return try #require(nil, "nothing provokes \(status) from \(route.name)")
    }
  }

  /// The request of the example, as rehearsal where the route makes things in earnest.
  private func success(_ route: Route, _ status: Int) async throws -> Ask? {
    guard route.successes.contains(where: { $0.status.code == status }) else { return nil }
    let ask = try await examples.ask(route.name)
    let creates = route.successes.contains { $0.status.code == 201 }
    return creates && status == 200 ? ask.with { $0.add(query: "dry_run=true") } : ask
  }

  /// The address with names that name nothing.
  private static func lost(_ address: String, _ route: Route) -> String {
    let query = address.firstIndex(of: "?").map { address[$0...] } ?? ""
    let path = route.path.segments.map { segment in
      switch segment {
      case .literal(let text): "/" + text
      case .parameter(.definition), .parameter(.change), .parameter(.delegation), .parameter(.absence): "/999999"
      case .parameter(.task), .parameter(.token): "/0190a5a5-0000-7000-8000-000000000000"
      case .parameter: "/NONE-1"
      }
    }
    return path.joined() + query
  }

  private static func large(_ route: Route) -> [UInt8] {
    switch route.body {
    case .none: []
    case .json: Array(repeating: 0x20, count: (1 << 20) + 1)
    case .raw(let max, _): Array(repeating: 0x20, count: max + 1)
    }
  }

  // MARK: Stories

  private func story(_ route: String, _ status: Int) async throws -> Ask? {
    switch (route, status) {
    case ("listItems", 404): Ask(.get, "/v1/items?family=NONE-1", as: "tanaka")
    case ("listInvoices", 404): Ask(.get, "/v1/invoices?family=NONE-1", as: "vendor")
    case ("listEntries", 404): Ask(.get, "/v1/audit/entries?item=NONE-1", as: "admin")
    case ("createItem", 404): Ask(.post, "/v1/items", as: "tanaka", json: ["workflow": "equipment-laon"])
    case ("createItem", 409): Ask(.post, "/v1/items", as: "vendor", json: ["workflow": "invoice"])
    case ("planMigrationOfFile", 422):
      examples.planFile().with { $0.bytes = Array(TestDefinitions.broken.utf8) }
    case ("planMigrationOfFile", 404):
      examples.planFile().with {
        $0.bytes = Array(TestDefinitions.loan.replacing("workflow: equipment-loan", with: "workflow: unheard-of").utf8)
      }
    case ("applyMigration", 409):
      Ask(.post, "/v1/migrations/\(try await api.made(examples.planFile(), "plan"))/application", as: "admin")
    case ("approveDefinition", 409):
      // The invoice flow would no longer be understood with this table.
      Ask(
        .post, "/v1/definitions/\(try await api.made(Self.unusable, "id"))/approval", as: "second")
    case ("approveDefinition", 422):
      // Its proposer accepted what is undecided; whoever approves it has to as well.
      Ask(
        .post, "/v1/definitions/\(try await api.made(Self.doubtful, "id"))/approval", as: "second")
    case ("correctInvoice", 409):
      Ask(
        .post, "/v1/invoices/\(try await api.made(try await examples.invoice(), "receipt", "code"))/correction",
        as: "vendor", bytes: TestInvoice.bytes(), type: "application/xml")
    case ("correctInvoice", 422):
      try await examples.ask(route).with { $0.bytes = Array("<Rechnung/>".utf8) }
    case ("submitInvoice", 404):
      Ask(
        .post, "/v1/invoices?contract=NONE-1", as: "vendor", bytes: TestInvoice.bytes(), type: "application/xml")
    case ("submitInvoice", 409): try await closedContract()
    case ("submitInvoice", 422):
      Ask(.post, "/v1/invoices", as: "vendor", bytes: Array("<Rechnung/>".utf8), type: "application/xml")
    case ("proposeDefinition", 422): Examples.file("/v1/definitions", "workflow", TestDefinitions.broken)
    case ("attachDocument", 422): try await examples.ask(route).with { $0.type = "image/png" }
    case ("openItem", 422): try await reusedKey()
    case ("advanceItem", 409):
      Ask(.post, "/v1/items/\(try await api.loan())/transitions", as: "suzuki", json: ["act": "lend"])
    case ("proposeCorrection", 409):
      Ask(
        .post, "/v1/items/\(try await examples.corrected())/corrections", as: "second", json: examples.correction)
    case ("settleCorrection", 409):
      Ask(
        .post, "/v1/items/\(try await api.loan())/corrections/settlement", as: "second", json: ["confirm": true])
    case ("approveDirectoryChange", 403): try await examples.decision("approval").with { $0.person = "admin" }
    case ("approveDirectoryChange", 409), ("declineDirectoryChange", 409): try await decided(route)
    case ("importPeople", 422):
      try await examples.ask(route).with { $0.bytes = Array("person,postion\na,b\n".utf8) }
    case ("putParty", 422), ("putPartyUser", 422):
      try await examples.ask(route).with { $0.bytes = Array("{}".utf8) }
    case ("listTokens", 403): Ask(.get, "/v1/tokens?all=true", as: "narrow")
    case ("issueToken", 403):
      Ask(.post, "/v1/tokens", as: "narrow", json: ["person": "suzuki", "scopes": ["read"]])
    // A task that is done is gone: to its worker that is a lost lease. Only what is no identifier names nothing.
    case ("heartbeatTask", 404), ("completeTask", 404), ("failTask", 404):
      try await examples.ask(route).with {
        $0.address = "/v1/tasks/nonsense/" + ($0.address.split(separator: "/").last ?? "")
      }
    case ("heartbeatTask", 409), ("completeTask", 409), ("failTask", 409):
      try await outdated(try await examples.ask(route))
    default: nil
    }
  }

  private static let unusable = Examples.file(
    "/v1/definitions", "parameter",
    """
    parameter: payment-days
    title: {en: Days to pay, ja: 支払期間}
    value: {type: integer, minimum: 0}
    values: [{from: 2020-04-01, value: \(Int.random(in: 1...1_000_000))}]

    """)

  private static let doubtful = Examples.file(
    "/v1/definitions", "workflow", TestScrutiny.flow("doubtful-flow")
  ).with { $0.address += "&accept_undecided=because" }

  private func decided(_ route: String) async throws -> Ask {
    let ask = try await examples.ask(route)
    _ = try await api.made(ask, "status")
    return ask
  }

  /// The answer of a worker whose lease has passed to another.
  private func outdated(_ ask: Ask) async throws -> Ask {
    var body = try JSONValue(parsing: ask.bytes ?? []).objectValue ?? [:]
    body["fence"] = .number(.init((body["fence"]?.int64 ?? 0) - 1))
    return ask.with { $0.bytes = JSONValue.object(body).canonicalBytes }
  }

  private func closedContract() async throws -> Ask {
    let code = try await examples.contract()
    _ = try await api.made(
      Ask(.post, "/v1/items/\(code)/transitions", as: "officer", json: ["act": "finish"]), "version")
    return Ask(
      .post, "/v1/invoices?contract=\(code)", as: "vendor", bytes: TestInvoice.bytes(), type: "application/xml")
  }

  private func reusedKey() async throws -> Ask {
    let code = try await api.loan()
    let comment = Ask(.post, "/v1/items/\(code)/comments", as: "suzuki", json: ["text": "見ました"])
    _ = try await api.made(comment.with { $0.headers["Idempotency-Key"] = "used-\(code)" }, "version")
    return Ask(.post, "/v1/items/\(code)/opened", as: "suzuki").with { $0.headers["Idempotency-Key"] = "used-\(code)" }
  }
}
