import Diagnostics
import Engine
import Foundation
import JSON
import Postgres
import Testing
import Workflows

@testable import Worker

@Suite(.timeLimit(.minutes(3))) struct MailTests {
  @Test func aMessageReachesWhoHasAnAddressAndIsKeptForWhoHasNone() async throws {
    try await WorkerWorld.with { world in
      let path = try world.program(
        "sendmail", "printf '%s\\n' \"$@\" > arguments; cat > message.part; mv message.part message")
      try await world.working {
        $0.mail = .init(
          sendmail: .init(arguments: [path, "-f", "bounce@example.jp"], timeout: .seconds(60)),
          sender: "関所 <sekisho@example.jp>\nBcc: x")
      } _: { _ in
        let loan = try await world.loan()
        try await world.act("tell", on: loan)
        try await world.until { try await world.tasks().isEmpty }
        #expect(world.file("arguments") == "-f\nbounce@example.jp\n-i\n--\ntanaka@example.jp\n")
        let message = try #require(world.file("message"))
        let parts = message.split(separator: "\n\n", maxSplits: 1)
        #expect(parts[0].contains("To: tanaka@example.jp\n") && !parts[0].contains("\nBcc:"))
        let body = try #require(Data(base64Encoded: String(parts[1]).replacing("\n", with: "")))
        #expect(String(decoding: body, as: UTF8.self) == "端末の準備ができました\n\nThe terminal waits\n")
        let kept = try await world.owner.query("select body from history where event = 'message'").map {
          try JSONValue(parsing: try $0.get(0, as: String.self))
        }
        #expect(kept.count == 1 && kept.first?["mailed"] == ["tanaka"] && kept.first?["kept"] == ["mori"])
      }
    }
  }

  @Test func aMailSystemThatIsBusyIsAskedAgain() async throws {
    try await WorkerWorld.with { world in
      let path = try world.program("sendmail", "cat > /dev/null; exit 75")
      try await world.working {
        $0.mail = .init(sendmail: .init(arguments: [path], timeout: .seconds(60)), sender: "sekisho@example.jp")
      } _: { _ in
        try await world.act("tell", on: try await world.loan())
        try await world.until { try await world.tasks().first?.lastError != nil }
        #expect(try await world.tasks().first?.isDead == false)
      }
    }
  }

  @Test func aSubjectOfAnyLengthStaysWithinItsLines() {
    let message = MailMessage(
      text: Text(en: "x", ja: String(repeating: "端末の準備👩‍👩‍👧‍👦", count: 30) + "\r\nBcc: y"), to: ["a@example.jp"],
      from: "b@example.jp", id: "1")
    let headers = message.source.split(separator: "\n\n", maxSplits: 1)[0].split(separator: "\n")
    #expect(headers.allSatisfy { $0.utf8.count <= 76 } && !headers.contains { $0.hasPrefix("Bcc") })
    let words = headers.filter { $0.contains("=?UTF-8?B?") }.map { line in
      line.drop { $0 != "=" }.dropFirst(10).dropLast(2)
    }
    let subject = words.compactMap { Data(base64Encoded: String($0)) }.map { String(validating: $0, as: UTF8.self) }
    #expect(subject.allSatisfy { $0 != nil } && words.count > 3)
  }
}
