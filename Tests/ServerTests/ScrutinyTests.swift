import HTTPTypes
import JSON
import PostgresTesting
import Testing

@testable import Server

/// What the verifier says, as problem documents; and nothing stored of what it refuses.
@Suite struct ScrutinyTests {
  private static func deposit(_ flow: String, _ more: String = "") -> Ask {
    Examples.file("/v1/definitions", "workflow", flow).with { $0.address += "&name=flow.yaml" + more }
  }

  private static func versions(_ name: String, _ api: APIClient) async throws -> [JSONValue] {
    let answer = try await api.get("/v1/definitions", as: "admin").json
    return (answer["data"]?.arrayValue ?? []).filter { $0["name"] == .string(name) }
  }

  @Test func whatIsRefutedIsNotStoredWhateverTheReason() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let flow = TestScrutiny.flow("unsound-note")
        for more in ["", "&accept_undecided=hurry", "&dry_run=true"] {
          let reply = try await api.send(Self.deposit(flow, more))
          #expect(reply.status == 422 && reply.code == "unsound_file", "\(reply.json.prettyText)")
          let finding = reply.json["diagnostics"]?.arrayValue?.first
          #expect(finding?["code"] == "E302" && finding?["severity"] == "error" && finding?["file"] == "flow.yaml")
          #expect(finding?["line"]?.int64 == 7 && finding?["notes"]?.arrayValue?.first?["en"] == "shortest path: open")
        }
        #expect(try await Self.versions("unsound-note", api).isEmpty)
        let checked = try await api.send(Examples.file("/v1/definitions/check", "workflow", flow, as: "tanaka"))
        #expect(checked.status == 200 && checked.json["accepted"] == false)
        #expect(checked.json["diagnostics"]?.arrayValue?.first?["code"] == "E302")
      }
    }
  }

  @Test func whatIsUndecidedTakesAReasonOfBoth() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let flow = TestScrutiny.flow("doubtful-note")
        let bare = try await api.send(Self.deposit(flow))
        #expect(bare.status == 422 && bare.code == "undecided_file", "\(bare.json.prettyText)")
        #expect(bare.json["diagnostics"]?.arrayValue?.first?["severity"] == "warning")
        #expect(try await Self.versions("doubtful-note", api).isEmpty)

        let rehearsed = try await api.send(Self.deposit(flow, "&accept_undecided=counted&dry_run=true"))
        #expect(rehearsed.status == 200 && rehearsed.json["accepted"] == true)
        let deposited = try await api.send(Self.deposit(flow, "&accept_undecided=counted"))
        let id = try #require(deposited.json["id"]?.int64, "\(deposited.json.prettyText)")
        let approval = "/v1/definitions/\(id)/approval"
        for more in ["", "?dry_run=true"] {
          let silent = try await api.send(.post, approval + more, as: "second")
          #expect(silent.status == 422 && silent.code == "undecided_file", "\(silent.json.prettyText)")
        }
        #expect(try await Self.versions("doubtful-note", api).allSatisfy { $0["is_current"] == false })
        let approved = try await api.send(.post, approval + "?accept_undecided=%E7%A2%BA%E8%AA%8D", as: "second")
        #expect(approved.status == 200 && approved.json["is_current"] == true, "\(approved.json.prettyText)")

        let entries = try await api.get("/v1/audit/entries?limit=200", as: "admin").json["data"]?.arrayValue ?? []
        let reasons = entries.compactMap { $0["body"]?["accepted_undecided"]?["reason"]?.stringValue }
        #expect(Set(reasons) == ["counted", "確認"], "\(reasons)")
      }
    }
  }
}
