import HTTPTypes
import JSON
import Testing

@testable import Server

@Suite struct AccessTests {
  @Test func onlyAValidTokenSignsIn() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let issued = try await api.post("/v1/tokens", as: "tanaka", ["scopes": ["read"], "days": 1])
        let (id, secret) = (issued.json["id"]?.stringValue ?? "", issued.json["secret"]?.stringValue ?? "")
        #expect(try await api.get("/v1/me", as: secret).json["scopes"] == ["read"])
        for header in [
          "", "Bearer", "Bearer ", "Basic dGFuYWthOnRhbmFrYQ==", "Bearer sekisho_short", secret, "Bearer \(secret)x",
          "Bearer sekisho_" + String(repeating: "A", count: 43),
        ] {
          let reply = try await api.get("/v1/me", headers: ["Authorization": header])
          #expect(reply.status == 401 && reply.code == "sign_in", "\(header)")
          #expect(reply.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm=") == true)
        }
        #expect(try await api.get("/v1/me", headers: ["Authorization": "bearer  \(secret)"]).status == 200)
        #expect(try await api.send(.delete, "/v1/tokens/\(id)?dry_run=true", as: "tanaka").status == 204)
        #expect(try await api.get("/v1/me", as: secret).status == 200)
        #expect(try await api.send(.delete, "/v1/tokens/\(id)", as: "tanaka").status == 204)
        #expect(try await api.get("/v1/me", as: secret).status == 401)
        // A secret is shown once and never again.
        let list = try await api.get("/v1/tokens", as: "tanaka")
        #expect(!String(decoding: list.bytes, as: UTF8.self).contains("sekisho_"))
      }
    }
  }

  @Test func guessersHaveToWait() async throws {
    try await withServerWorld { world in
      try await world.serve({ $0.signInBurst = 3 }) { api in
        for _ in 0..<3 { #expect(try await api.get("/v1/me", as: "sekisho_guess").status == 401) }
        let reply = try await api.get("/v1/me", as: "tanaka")
        #expect(reply.status == 429 && reply.code == "too_many_sign_ins")
        #expect(reply.headers[.retryAfter].flatMap { Int($0) } != nil)
        // Who shows nothing guesses nothing.
        #expect(try await api.get("/livez").status == 200)
      }
    }
  }

  @Test func vendorsSeeTheirOwnAndNothingElse() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let own = try await api.loan(["subject": "own", "value": 7, "vendor": "acme"])
        let internalOnly = try await api.loan(["subject": "internal", "value": 7])
        _ = try await api.send(
          .post, "/v1/items/\(own)/documents?slot=memo&name=memo.txt", as: "tanaka", bytes: Array("secret".utf8),
          type: "text/plain")

        let shown = try await api.get("/v1/items/\(own)", as: "vendor")
        #expect(shown.status == 200)
        #expect(shown.json["data"] == ["subject": "own", "vendor": "acme"], "\(shown.json.prettyText)")
        #expect(shown.json["amount"] == nil && shown.json["documents"] == [:])
        for path in ["", "/transitions", "/history", "/documents"] {
          #expect(try await api.get("/v1/items/\(own)\(path)", as: "rival").status == 404)
          #expect(try await api.get("/v1/items/\(internalOnly)\(path)", as: "vendor").status == 404)
          let text = String(decoding: try await api.get("/v1/items/\(own)\(path)", as: "vendor").bytes, as: UTF8.self)
          #expect(!text.contains("memo") && !text.contains("\"value\""), "\(path): \(text)")
        }
        let hash = try await api.get("/v1/items/\(own)/documents", as: "tanaka").json["data"]?["memo"]?[0]?["sha256"]
        let secret = "/v1/items/\(own)/documents/\(hash?.stringValue ?? "")"
        #expect(try await api.get(secret, as: "tanaka").status == 200)
        #expect(try await api.get(secret, as: "vendor").status == 404)

        let listed = try await api.get("/v1/items", as: "vendor").json["data"]?.arrayValue?.map { $0["code"] }
        #expect(listed == [.string(own)])
        let people = try await api.get("/v1/people", as: "vendor").json["data"]?.arrayValue?.map { $0["code"] }
        #expect(people == ["vendor"])
        #expect(try await api.get("/v1/positions", as: "vendor").json["data"] == [])
        #expect(try await api.get("/v1/workflows/equipment-loan/source", as: "vendor").status == 404)
        #expect(try await api.get("/v1/audit/entries", as: "vendor").status == 403)
        let refused = try await api.post("/v1/items/\(own)/transitions", as: "vendor", ["act": "lend"])
        #expect(refused.status == 403)
        #expect(!String(decoding: refused.bytes, as: UTF8.self).contains("suzuki"))
      }
    }
  }

  @Test func capacityIsChosenByHeaders() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let code = try await api.loan()
        let other = try await api.send(
          .patch, "/v1/items/\(code)", as: "tanaka", json: ["data": ["subject": "x"]],
          headers: ["Sekisho-Position": "keeper-1"])
        #expect(other.status == 403, "\(other.json.prettyText)")
        let own = try await api.send(
          .patch, "/v1/items/\(code)", as: "tanaka", json: ["data": ["subject": "x"]],
          headers: ["Sekisho-Position": "borrower-1"])
        #expect(own.status == 200, "\(own.json.prettyText)")
      }
    }
  }
}
