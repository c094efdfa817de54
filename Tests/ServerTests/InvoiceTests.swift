import Engine
import HTTPTypes
import JSON
import Testing

@testable import Server

@Suite struct InvoiceTests {
  @Test func theSameFileTwiceHasOneEffect() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let ask = try await Examples(api: api).invoice()
        let first = try await api.send(ask)
        try #require(first.status == 201, "\(first.json.prettyText)")
        let second = try await api.send(ask)
        #expect(second.json["receipt"]?["code"] == first.json["receipt"]?["code"], "\(second.json.prettyText)")
        var other = ask
        other.headers["Idempotency-Key"] = "another-attempt"
        let third = try await api.send(other)
        #expect(third.json["receipt"]?["code"] == first.json["receipt"]?["code"], "\(third.json.prettyText)")
        #expect(third.json["receipt"]?["replay"] == true)
        #expect(try await api.get("/v1/invoices", as: "vendor").json["data"]?.arrayValue?.count == 1)
        let code = first.json["receipt"]?["code"]?.stringValue ?? ""
        let shown = try await api.get("/v1/invoices/\(code)", as: "vendor").json
        #expect(shown["item"]?["data"]?["payable"] == 110_000, "\(shown.prettyText)")
        #expect(shown["item"]?["documents"]?["invoice"]?.arrayValue?.count == 1)
        #expect(shown["status"]?["code"] == "AB" && shown["status"]?["title"]?["ja"] == "受領")
        #expect(try await api.get("/v1/invoices/\(code)", as: "rival").status == 404)
        // The engine's own work goes on: the flow judges the file.
        while try await world.engine.drain() > 0 {}
        let judged = try await api.get("/v1/invoices/\(code)", as: "vendor").json
        #expect(judged["status"]?["code"] == "IP", "\(judged["item"]?["state"] ?? .null)")
      }
    }
  }

  @Test func aFileWithErrorsIsReceivedAndRefusedWithItsReasons() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let ask = try await Examples(api: api).invoice().with { $0.bytes = TestInvoice.bytes(tax: 9_000) }
        let reply = try await api.send(ask)
        try #require(reply.status == 201, "\(reply.json.prettyText)")
        #expect(reply.json["report"]?["accepted"] == false)
        while try await world.engine.drain() > 0 {}
        let code = reply.json["receipt"]?["code"]?.stringValue ?? ""
        let shown = try await api.get("/v1/invoices/\(code)", as: "vendor").json
        #expect(shown["item"]?["state"] == "refused" && shown["status"]?["code"] == "RE", "\(shown.prettyText)")
        #expect(shown["status"]?["actions"]?[0]?["code"] == "NIN")
        #expect(shown["item"]?["data"]?["findings"]?.arrayValue?.isEmpty == false)
      }
    }
  }

  @Test func whatIsNoInvoiceIsRefusedWithItsFindings() async throws {
    try await withServerWorld { world in
      try await world.serve { api in
        let contract = try await Examples(api: api).contract()
        for text in [
          "", "<Rechnung/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><Invoice>&b;</Invoice>", "<Invoice", "{}",
        ] {
          let address = "/v1/invoices?contract=\(contract)&name=bad.xml"
          let reply = try await api.send(
            .post, address, as: "vendor", bytes: Array(text.utf8), type: "application/xml")
          #expect(reply.status == 422 && reply.code == "invalid_file", "\(reply.json.prettyText)")
          #expect(reply.json["report"]?["findings"]?[0]?["rule"]?.stringValue?.hasPrefix("SEK-XML-") == true)
          #expect(reply.json["report"]?["file"] == "bad.xml")
        }
        #expect(try await api.get("/v1/invoices", as: "vendor").json["data"] == [])
      }
    }
  }
}
