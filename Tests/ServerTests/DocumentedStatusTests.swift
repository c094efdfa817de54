import Diagnostics
import Engine
import HTTPTypes
import JSON
import PostgresTesting
import Testing

@testable import Server

/// The API document promises statuses and shapes; a running server keeps each of them.
@Suite struct DocumentedStatusTests {
  @Test func everyRouteAnswersEveryDocumentedStatusInTheDocumentedShape() async throws {
    try await withServerWorld { world in
      let dead = WorkflowEngine(world.database.configuration, logger: .quiet)
      await dead.disconnect()
      let gone = ServerWorld(engine: dead, tokens: world.tokens, database: world.database)
      try await world.serve { api in
        try await world.serve({ $0.bodyTimeout = .zero }) { hurried in
          try await world.serve({ $0.signInBurst = 0 }) { suspicious in
            try await gone.serve { offline in
              let provocations = Provocations(api: api, hurried: hurried, suspicious: suspicious, offline: offline)
              let shapes = try ResponseShapes()
              for route in Route.all {
                for status in route.statuses {
                  let reply = try await provocations.reply(route, status)
                  let complaints = shapes.complaints(about: reply, from: route, expecting: status)
                  #expect(complaints.isEmpty, "\(route.name) \(status): \(complaints.joined(separator: "; "))")
                }
              }
            }
          }
        }
      }
    }
  }
}

/// The shapes that the API document promises, compiled.
struct ResponseShapes {
  private var schemas: [SchemaName: JSONSchema] = [:]

  init() throws {
    for name in SchemaName.allCases { schemas[name] = try SchemaName.compiled(name) }
  }

  func complaints(about reply: APIClient.Reply, from route: Route, expecting status: Int) -> [String] {
    guard reply.status == status else {
      return ["answered \(reply.status): \(String(decoding: reply.bytes.prefix(2_000), as: UTF8.self))"]
    }
    guard let success = route.successes.first(where: { $0.status.code == status }) else {
      return problems(reply, route, status)
    }
    var complaints = success.headers.filter { name in
      HTTPField.Name(name).map { reply.headers[$0] == nil } ?? true
    }.map { "no header \($0)" }
    // What a rehearsal foretells has no version yet.
    if reply.json["dry_run"] == true { complaints = [] }
    switch success.content {
    case .none: if !reply.bytes.isEmpty { complaints.append("a body where none is documented") }
    case .bytes: if reply.bytes.isEmpty { complaints.append("no body") }
    case .json(let name):
      if reply.headers[.contentType] != "application/json" { complaints.append("content type") }
      complaints += violations(reply.json, name)
    }
    return complaints
  }

  private func problems(_ reply: APIClient.Reply, _ route: Route, _ status: Int) -> [String] {
    var complaints = violations(reply.json, .problem)
    if reply.headers[.contentType] != Problem.mediaType { complaints.append("content type") }
    let codes = route.problems.filter { $0.status.code == status }
    if !codes.contains(where: { $0.rawValue == reply.code }) {
      complaints.append("the code \(reply.code ?? "none") is not documented here")
    }
    if status == 503 || status == 429, reply.headers[.retryAfter] == nil { complaints.append("no Retry-After") }
    if status == 401, reply.headers[.wwwAuthenticate] == nil { complaints.append("no WWW-Authenticate") }
    return complaints
  }

  private func violations(_ json: JSONValue, _ name: SchemaName) -> [String] {
    (schemas[name]?.validate(json) ?? []).map { "\($0.instancePointer): \($0.message.en)" }
  }
}
