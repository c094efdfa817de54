import HTTPTypes
import JSON
import Testing

@testable import Server

@Suite struct ReadingTests {
  @Test func pagesNeitherRepeatNorHide() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        var made: [JSONValue] = []
        for index in 0..<7 {
          made.append(
            .string(try await api.loan(["subject": .string("loan \(index)"), "value": .number(.init(index))])))
        }
        var seen: [JSONValue] = []
        var next: String?
        repeat {
          let page = try await api.get("/v1/items?limit=3" + (next.map { "&cursor=\($0)" } ?? ""), as: "tanaka")
          try #require(page.status == 200, "\(page.json.prettyText)")
          // What comes in between does not shift the pages.
          if next == nil { _ = try await api.loan() }
          seen += page.json["data"]?.arrayValue?.compactMap { $0["code"] } ?? []
          next = page.json["next"]?.stringValue
        } while next != nil
        #expect(seen == made.reversed())
        let wrong = try await api.get("/v1/items?cursor=AAAA", as: "tanaka")
        #expect(wrong.status == 400 && wrong.code == "invalid_cursor")
      }
    }
  }

  @Test func searchesNarrow() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let cheap = try await api.loan(["subject": "安い端末", "value": 10, "due_on": "2026-04-01"])
        let dear = try await api.loan(["subject": "高い端末", "value": 900, "due_on": "2026-05-01", "vendor": "acme"])
        let closed = try await api.lentLoan()
        _ = try await api.post("/v1/items/\(closed)/transitions", as: "suzuki", ["act": "give_back", "reason": "返却"])
        for (query, expected) in [
          ("text=%E5%AE%89%E3%81%84", [cheap]), ("min_amount=100&max_amount=1000", [dear]), ("party=acme", [dear]),
          ("from=2026-04-02&to=2026-05-01", [dear]), ("to=2026-04-30", [cheap]), ("open=false", [closed]),
          ("state=draft&workflow=equipment-loan", [dear, cheap]), ("state=returned&state=lent", [closed]),
          ("text=\(cheap)", [cheap]), ("family=\(dear)", [dear]), ("workflow=invoice", []),
        ] {
          let reply = try await api.get("/v1/items?" + query, as: "tanaka")
          #expect(reply.json["data"]?.arrayValue?.compactMap { $0["code"]?.stringValue } == expected, "\(query)")
        }
      }
    }
  }

  @Test func anItemHasItsVersionAsTag() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let code = try await api.loan()
        let tag = try #require(try await api.get("/v1/items/\(code)", as: "tanaka").headers[.eTag])
        let edit = try await api.send(
          .patch, "/v1/items/\(code)", as: "tanaka", json: ["data": ["subject": "新しい件名", "due_on": "2026-12-01"]],
          headers: ["If-Match": tag])
        #expect(edit.status == 200)
        let stale = try await api.send(
          .patch, "/v1/items/\(code)", as: "tanaka", json: ["data": ["subject": "遅い"]], headers: ["If-Match": tag])
        #expect(stale.status == 412 && stale.code == "stale")
        let removed = try await api.send(
          .patch, "/v1/items/\(code)", as: "tanaka", json: ["data": ["due_on": .null]],
          headers: ["If-Match": edit.headers[.eTag] ?? ""])
        #expect(removed.status == 200, "\(removed.json.prettyText)")
        let shown = try await api.get("/v1/items/\(code)", as: "tanaka").json
        #expect(shown["data"] == ["subject": "新しい件名", "value": 120000])
        #expect(try await api.send(.head, "/v1/items/\(code)", as: "tanaka").bytes.isEmpty)
      }
    }
  }

  @Test func dryRunsChangeNothing() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let code = try await api.loan()
        let before = try await api.get("/v1/items/\(code)", as: "tanaka").json
        for ask in [
          Ask(.patch, "/v1/items/\(code)?dry_run=true", as: "tanaka", json: ["data": ["subject": "見込み"]]),
          Ask(.post, "/v1/items/\(code)/comments?dry_run=true", as: "tanaka", json: ["text": "見込み"]),
          Ask(
            .post, "/v1/items/\(code)/documents?slot=pledge&name=a.txt&dry_run=true", as: "tanaka",
            bytes: Array("a".utf8), type: "text/plain"),
        ] {
          let reply = try await api.send(ask)
          #expect(reply.status == 200 && reply.json["dry_run"] == true, "\(reply.json.prettyText)")
          #expect(reply.json["version"] == 2)
        }
        let blocked = try await api.post("/v1/items/\(code)/transitions?dry_run=true", as: "suzuki", ["act": "lend"])
        #expect(blocked.status == 409)
        let created = try await api.post(
          "/v1/items?dry_run=true", as: "tanaka", ["workflow": "equipment-loan", "data": ["subject": "a", "value": 1]])
        #expect(created.status == 200 && created.json["state"] == "draft")
        #expect(try await api.get("/v1/items/\(code)", as: "tanaka").json == before)
        let history = try await api.get("/v1/items/\(code)/history", as: "tanaka").json["data"]?.arrayValue
        #expect(history?.count == 1, "not even a refusal is kept of a rehearsal")
        #expect(try await api.get("/v1/items", as: "tanaka").json["data"]?.arrayValue?.count == 1)
      }
    }
  }

  @Test func aKeyMakesARepetitionHarmless() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let body: JSONValue = ["workflow": "equipment-loan", "data": ["subject": "a", "value": 1]]
        let first = try await api.post("/v1/items", as: "tanaka", body, headers: ["Idempotency-Key": "k"])
        let second = try await api.post("/v1/items", as: "tanaka", body, headers: ["Idempotency-Key": "k"])
        #expect(first.json["code"] == second.json["code"] && second.json["replay"] == true)
        let other = try await api.post(
          "/v1/items", as: "tanaka", ["workflow": "equipment-loan", "data": ["subject": "b", "value": 1]],
          headers: ["Idempotency-Key": "k"])
        #expect(other.status == 422 && other.code == "idempotency_key_reused")
        // Another person's key is another key.
        let twins = try await withThrowingTaskGroup(of: String?.self) { group in
          for _ in 0..<8 {
            group.addTask {
              try await api.post("/v1/items", as: "tanaka", body, headers: ["Idempotency-Key": "twins"]).json["code"]?
                .stringValue
            }
          }
          return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(twins.count == 1 && twins.first != .some(nil))
      }
    }
  }

  @Test func documentsComeBackAsTheyWere() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let code = try await api.loan()
        let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let name = "借用書 \"1\".pdf"
        let reply = try await api.send(
          .post, "/v1/items/\(code)/documents?slot=pledge&name=\(PercentCoding.encode(name))", as: "tanaka",
          bytes: content, type: "application/pdf; version=1.7")
        #expect(reply.status == 200, "\(reply.json.prettyText)")
        let fact = try await api.get("/v1/items/\(code)/documents", as: "tanaka").json["data"]?["pledge"]?[0]
        #expect(fact?["name"] == .string(name) && fact?["size"] == 200_000 && fact?["media"] == "application/pdf")
        let file = try await api.get(
          "/v1/items/\(code)/documents/\(fact?["sha256"]?.stringValue ?? "")", as: "suzuki")
        #expect(file.bytes == content)
        #expect(file.headers[.contentType] == "application/pdf")
        let disposition = try #require(file.headers[.contentDisposition])
        #expect(disposition.hasPrefix("attachment; filename=\"___ _1_.pdf\"; filename*=UTF-8''%E5%80%9F"))
      }
    }
  }
}
