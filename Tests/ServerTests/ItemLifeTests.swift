import HTTPTypes
import JSON
import Testing

@testable import Server

@Suite struct ItemLifeTests {
  @Test func aLoanLivesItsLife() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let created = try await api.post(
          "/v1/items", as: "tanaka", ["workflow": "equipment-loan", "data": ["subject": "端末", "value": 5]])
        #expect(created.status == 201, "\(created.json.prettyText)")
        #expect(created.headers[.eTag] == "\"1\"")
        let code = try #require(created.json["code"]?.stringValue)
        #expect(created.headers[.location] == "/v1/items/\(code)")

        let shown = try await api.get("/v1/items/\(code)", as: "tanaka")
        #expect(shown.status == 200, "\(shown.json.prettyText)")
        #expect(shown.json["state_title"]?["ja"] == "起案")
        #expect(shown.json["data"] == ["subject": "端末", "value": 5])

        let blocked = try await api.get("/v1/items/\(code)/transitions", as: "suzuki")
        let line = blocked.json["data"]?.arrayValue?.first { $0["name"] == "lend" }
        #expect(line?["verdict"] == "blocked", "\(blocked.json.prettyText)")
        #expect(line?["reasons"]?[0]?["met_by"]?[0]?["people"]?[0]?["person"] == "tanaka")

        let refused = try await api.post("/v1/items/\(code)/transitions", as: "suzuki", ["act": "lend"])
        #expect(refused.status == 409)
        #expect(refused.code == "blocked")
        #expect(refused.json["reasons"] == line?["reasons"])

        let denied = try await api.post("/v1/items/\(code)/transitions", as: "tanaka", ["act": "lend"])
        #expect(denied.status == 403)
        #expect(denied.code == "denied")

        let attached = try await api.send(
          .post, "/v1/items/\(code)/documents?slot=pledge&name=%E5%80%9F%E7%94%A8%E6%9B%B8.txt", as: "tanaka",
          bytes: Array("pledge".utf8), type: "text/plain")
        #expect(attached.status == 200, "\(attached.json.prettyText)")

        let lent = try await api.post(
          "/v1/items/\(code)/transitions", as: "suzuki", ["act": "lend", "input": ["due_on": "2026-12-01"]],
          headers: ["If-Match": "\"2\"", "Idempotency-Key": "k1"])
        #expect(lent.status == 200, "\(lent.json.prettyText)")
        #expect(lent.json["state"] == "lent")

        let again = try await api.post(
          "/v1/items/\(code)/transitions", as: "suzuki", ["act": "lend", "input": ["due_on": "2026-12-01"]],
          headers: ["If-Match": "\"2\"", "Idempotency-Key": "k1"])
        #expect(again.status == 200, "\(again.json.prettyText)")
        #expect(again.json["replay"] == true)

        let history = try await api.get("/v1/items/\(code)/history", as: "tanaka")
        #expect(
          history.json["data"]?.arrayValue?.map { $0["event"] } == [
            "created", "refused", "refused", "document", "transition",
          ], "\(history.json.prettyText)")
      }
    }
  }
}
