import Diagnostics
import Engine
import Foundation
import JSON
import Postgres
import Testing
import Workflows

@testable import Worker

@Suite(.timeLimit(.minutes(3))) struct MailTests {
  /// Keeps what it gets in a file named by its one recipient, and its arguments beside it.
  private static let keeping = """
    for to do :; done
    printf '%s\\n' "$@" > "$to.arguments"; cat > part; cat part >> "$to"; rm part; echo >> "$to.times"
    """

  @Test func eachGetsAMessageOfItsOwnAndWhoHasNoAddressFindsItInTheRecord() async throws {
    try await WorkerWorld.with { world in
      let path = try world.program("sendmail", Self.keeping)
      try await world.working {
        $0.mail = .init(
          sendmail: .init(arguments: [path, "-f", "bounce@example.jp"], timeout: .seconds(60)),
          sender: "関所 <sekisho@example.jp>\nBcc: x")
      } _: { _ in
        let loan = try await world.loan()
        try await world.act("tell", on: loan)
        try await world.until { try await world.tasks().isEmpty }
        for (address, other) in [
          ("tanaka@example.jp", "sato@example.jp"), ("sato@example.jp", "tanaka@example.jp"),
        ] {
          #expect(world.file(address + ".arguments") == "-f\nbounce@example.jp\n-i\n--\n\(address)\n")
          let message = try #require(world.file(address))
          let parts = message.split(separator: "\n\n", maxSplits: 1)
          #expect(parts[0].contains("\nTo: \(address)\n") && !parts[0].contains("\nBcc:"))
          #expect(!message.contains(other) && message.utf8.allSatisfy { $0 < 0x80 })
          let body = try #require(Data(base64Encoded: String(parts[1]).replacing("\n", with: "")))
          #expect(String(decoding: body, as: UTF8.self) == "端末の準備ができました\n\nThe terminal waits\n")
        }
        let names = try ["tanaka@example.jp", "sato@example.jp"].map { address in
          try #require(world.file(address)?.split(separator: "\n").first { $0.hasPrefix("Message-ID:") })
        }
        #expect(Set(names).count == 2)
        let kept = try await Self.entries(world)
        #expect(kept.map(\.mailed) == [["sato", "tanaka"]] && kept.map(\.kept) == [["hara", "mori"]])
      }
    }
  }

  @Test func aMailSystemThatIsBusyIsAskedAgainForThoseItDidNotTake() async throws {
    try await WorkerWorld.with { world in
      let path = try world.program(
        "sendmail", "for to do :; done; case $to in sato*) [ -e ready ] || exit 75;; esac\n" + Self.keeping)
      try await world.working {
        $0.mail = .init(sendmail: .init(arguments: [path], timeout: .seconds(60)), sender: "sekisho@example.jp")
      } _: { _ in
        try await world.act("tell", on: try await world.loan())
        for attempt in 1...2 {
          try await world.until { try await world.tasks().contains { $0.attempts == attempt && $0.worker == nil } }
          let task = try #require(try await world.tasks().first)
          #expect(!task.isDead && task.lastError?.contains("another attempt") == true)
          if attempt == 2 { try Data().write(to: URL(filePath: world.place("ready"))) }
          try await world.moveClock(bySeconds: 10)
        }
        try await world.until { try await world.tasks().isEmpty }
        // Nobody gets it twice because another's mailbox was busy.
        #expect(world.file("tanaka@example.jp.times") == "\n" && world.file("sato@example.jp.times") == "\n")
        let entries = try await Self.entries(world)
        #expect(entries.map(\.mailed) == [["tanaka"], ["sato"]] && entries.map(\.kept) == [["hara", "mori"], []])
      }
    }
  }

  @Test func anAddressThatIsRefusedWaitsForPeople() async throws {
    try await WorkerWorld.with { world in
      let refusing = "for to do :; done; case $to in sato*) exit 67;; esac\n" + Self.keeping
      let path = try world.program("sendmail", refusing)
      try await world.working {
        $0.mail = .init(sendmail: .init(arguments: [path], timeout: .seconds(60)), sender: "sekisho@example.jp")
      } _: { _ in
        try await world.act("tell", on: try await world.loan())
        try await world.until { try await !world.tasks(dead: true).isEmpty }
        let dead = try #require(try await world.tasks(dead: true).first)
        #expect(dead.attempts == 1 && dead.lastError == "the program ended with 67")
        _ = try world.program("sendmail", Self.keeping)
        try await world.engine.retry(dead.id, as: WorkerWorld.person)
        try await world.until { try await world.tasks().isEmpty }
        #expect(world.file("tanaka@example.jp.times") == "\n" && world.file("sato@example.jp.times") == "\n")
      }
    }
  }

  private static func entries(_ world: WorkerWorld) async throws -> [(mailed: [String], kept: [String])] {
    try await world.owner.query("select body from history where event = 'message' order by entry_id").map { row in
      let body = try JSONValue(parsing: try row.get(0, as: String.self))
      let names: (String) -> [String] = { (body[$0]?.arrayValue ?? []).compactMap(\.stringValue).sorted() }
      return (names("mailed"), names("kept"))
    }
  }

  // MARK: The message

  private static func headers(_ message: MailMessage) -> [Substring] {
    message.source.split(separator: "\n\n", maxSplits: 1)[0].split(separator: "\n")
  }

  /// RFC 2047, decoded: whole characters in each word, words joined without the white space between them.
  private static func decoded(_ lines: [Substring]) -> [String?] {
    lines.compactMap { line -> String?? in
      guard let start = line.firstRange(of: "=?UTF-8?B?"), let end = line.lastIndex(of: "?") else { return nil }
      return Data(base64Encoded: String(line[start.upperBound..<end])).flatMap { String(validating: $0, as: UTF8.self) }
    }
  }

  static let subjects = [
    "短い件名", String(repeating: "端末の準備👩‍👩‍👧‍👦", count: 30) + "\r\nBcc: y", "a" + String(repeating: "\u{301}", count: 300),
    "x\u{0}\u{1B}[31m\u{85}\u{2028}Bcc: z", "", "=?UTF-8?B?eA==?=",
  ]

  @Test(arguments: subjects)
  func aSubjectOfAnyKindStaysWithinItsLines(subject: String) {
    let message = MailMessage(
      text: Text(en: "x", ja: subject), to: "a@example.jp", from: "関所 <b@example.jp>", id: "1.sato")
    let headers = Self.headers(message)
    #expect(headers.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { 0x20...0x7E ~= $0 } })
    let names = headers.filter { $0.first != " " }.map { $0.prefix { $0 != ":" } }
    #expect(
      names == [
        "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        "Auto-Submitted",
      ])
    let from = headers.prefix { !$0.hasPrefix("To") }
    #expect(Self.decoded(Array(from)) == ["関所"] && from.last?.hasSuffix("<b@example.jp>") == true)
    let words = Self.decoded(Array(headers.drop { !$0.hasPrefix("Subject") }.prefix { !$0.hasPrefix("Message-ID") }))
    let whole = words.compactMap(\.self).joined()
    #expect(words.allSatisfy { $0 != nil } && !whole.contains { $0.isNewline && $0 != "\u{2028}" })
    let first = subject.unicodeScalars.prefix(20).map { $0.properties.generalCategory == .control ? " " : $0 }
    #expect(whole.unicodeScalars.starts(with: first))
  }

  @Test(arguments: [
    ("a@example.jp", "a@example.jp"), ("<a@example.jp>", "a@example.jp"), ("Gate 1 <a@b.jp>", "Gate 1\n <a@b.jp>"),
    ("関所 <a@b.jp>", "=?UTF-8?B?6Zai5omA?=\n <a@b.jp>"),
    ("a@b.jp\nBcc: x@y.jp", "=?UTF-8?B?YUBiLmpwIEJjYzogeEB5Lmpw?="),
    ("G. <a@b.jp>, x <c@d.jp>", "=?UTF-8?B?Ry4=?=\n <a@b.jp>"),
  ])
  func senders(text: String, header: String) {
    // Whatever stands there, it is one header in ASCII, and no other address than the one in brackets.
    let mailbox = MailMessage.mailbox(text)
    #expect(mailbox == header)
    #expect(mailbox.utf8.allSatisfy { 0x20...0x7E ~= $0 || $0 == 0x0A } && !mailbox.contains("\nBcc"))
  }

  @Test(arguments: [
    ("a@example.jp", true), ("a.b+c@example.jp", true), ("", false), ("a", false), ("a@", false), ("@b", false),
    ("a@b@c", false), ("a@b\nBcc: x@y", false), ("a@b, c@d", false), ("-oQ@b", false), ("|/bin/x@b", false),
    ("/tmp/x@b", false), ("a b@c", false), ("関所@example.jp", false), ("\"a\"@b", false),
    (String(repeating: "a", count: 250) + "@b.jp", false),
  ])
  func addresses(text: String, isValid: Bool) { #expect(MailAddress.isValid(text) == isValid) }
}
