import Foundation
import JSON
import PostgresTesting
import Testing

extension CommandLineTests {
  /// What administrators do with people: every change of somebody else's by two of them, one's own at once.
  @Suite(.serialized) struct Directory {
    @Test func `a personnel move goes in by one administrator and into force by another`() async throws {
      let code = try await project()
      let folder = TestCluster.makeDirectory()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let file = folder + "/april.csv"
      // A byte order mark and CRLF, as spreadsheets write them; the move is of the next fiscal year.
      try """
      \u{FEFF}person,name_en,name_ja,email,position,from,to\r
      suzuki,,,,reform-owner,,2027-03-31\r
      newhead,New Head,"新任, 課長",newhead@example.jp,reform-owner,2027-04-01,\r

      """.write(toFile: file, atomically: false, encoding: .utf8)

      let tried = try await sekisho("people", "import", file, "--dry-run", "-o", "json", as: "admin")
      try #require(tried.code == 0, "\(tried.err)")
      let lines = try tried.json()["data"]?.arrayValue ?? []
      let mine = lines.filter { $0["code"]?.stringValue == code }
      #expect(mine.contains { $0["before"] == ["suzuki"] && $0["after"] == ["newhead"] }, "\(tried.out)")
      #expect(tried.err.contains("dry run"), "\(tried.err)")
      #expect(try await sekisho("people", "show", "newhead", as: "admin").code == 5)

      let proposed = try await sekisho("people", "import", file, "--reason", "人事異動", "-o", "json", as: "admin")
      try #require(proposed.code == 0, "\(proposed.err)")
      let change = try #require(try proposed.json()["change"]?.int64)
      let shown = try await sekisho("people", "change", String(change), "-o", "json", as: "admin2")
      #expect(shown.out.contains("newhead") && shown.out.contains("人事異動"), "\(shown.out) \(shown.err)")
      let own = try await sekisho("people", "approve", String(change), as: "admin")
      #expect(own.code == 3 && own.err.contains("another person"), "\(own.err)")
      #expect(try await sekisho("people", "approve", String(change), as: "sato").code == 4)
      let approved = try await sekisho("people", "approve", String(change), as: "admin2")
      try #require(approved.code == 0, "\(approved.err)")
      #expect(try await sekisho("people", "show", "newhead", "--select", "/name/ja").out == "新任, 課長\n")
      let twice = try await sekisho("people", "approve", String(change), as: "admin2")
      #expect(twice.code != 0 && twice.err.contains("decided already"), "\(twice.err)")
      // Until April nothing is different.
      let today = try await sekisho("people", "list", "--position", "reform-owner", "-o", "json")
      #expect(today.out.contains("suzuki"), "\(today.out)")
    }

    static let badFiles: [(String, [String])] = [
      ("person,positon,from,to\nsuzuki,reform-owner,,\n", ["F111", ":1:8", "position"]),
      ("person,position,from,to\nsuzuki,reform-ownr,2027-04-01,\n", ["F120", ":2:8", "reform-owner"]),
      ("person,position,from,to\nsuzuki,reform-owner,2027-02-30,\n", ["F123", ":2:21"]),
      ("person,position,from,to\nsuzuki,\"reform-owner,2027-04-01,\n", ["F105", ":2:8"]),
      ("person,position,from,to\n鈴木\n", ["F113", ":2:1"]), ("", ["F110"]),
    ]

    @Test(arguments: Self.badFiles)
    func `a wrong file says where, and proposes nothing`(_ content: String, _ words: [String]) async throws {
      let before = try await sekisho("people", "changes", "--open", "-o", "json", as: "admin").out
      let ran = try await sekisho(all: ["people", "import", "-"], as: "admin", input: content)
      #expect(ran.code == 7 && ran.out.isEmpty, "\(ran.code) \(ran.out)")
      for word in words { #expect(ran.err.contains(word), "\(word) in \(ran.err)") }
      #expect(try await sekisho("people", "changes", "--open", "-o", "json", as: "admin").out == before)
    }

    @Test func `a declined change has no effect`() async throws {
      let proposed = try await sekisho(
        all: ["people", "import", "-", "--reason", "誤り", "-o", "json"], as: "admin",
        input: "person,active\nogawa,false\n")
      let change = try #require(try proposed.json()["change"]?.int64, "\(proposed.err)")
      let declined = try await sekisho("people", "decline", String(change), "--reason", "在職中", as: "admin2")
      #expect(declined.code == 0, "\(declined.err)")
      #expect(try await sekisho("people", "show", "ogawa", "--select", "/is_active").out == "true\n")
      #expect(try await sekisho("people", "approve", String(change), as: "admin2").code != 0)
    }

    @Test func `one gives leave to act in one's name, and takes it back`() async throws {
      let code = try await project()
      let given = try await sekisho(
        "delegation", "add", "mori", "--to", "2099-12-31", "--role", "project_owner", as: "suzuki")
      #expect(given.code == 7, "years are too long: \(given.code) \(given.err)")
      let last = Self.day(in: 30)
      let tried = try await sekisho("delegation", "add", "mori", "--to", last, "--dry-run", as: "suzuki")
      #expect(tried.code == 0, "\(tried.err)")
      #expect(try await Self.delegations(of: "suzuki").isEmpty)
      let added = try await sekisho("delegation", "add", "mori", "--to", last, as: "suzuki")
      try #require(added.code == 0, "\(added.err)")
      let id = try #require(try await Self.delegations(of: "suzuki").first?["id"]?.int64)
      let can = try await sekisho("item", "transitions", code, "start_planning", "-o", "json", as: "mori")
      #expect(try can.json().value(at: "/data/0/verdict") == "blocked", "a delegate is not denied: \(can.out)")
      // No circle: who acts for me cannot be acted for by me.
      let circle = try await sekisho("delegation", "add", "suzuki", "--to", last, as: "mori")
      #expect(circle.code == 7, "\(circle.code) \(circle.err)")
      #expect(try await sekisho("delegation", "revoke", String(id), as: "sato").code == 5)
      #expect(try await sekisho("delegation", "revoke", String(id), as: "suzuki").code == 0)
      let cannot = try await sekisho("item", "transitions", code, "start_planning", "-o", "json", as: "mori")
      #expect(try cannot.json().value(at: "/data/0/verdict") == "denied", "\(cannot.out)")
    }

    @Test func `in another's name it takes two administrators`() async throws {
      let added = try await sekisho(
        "delegation", "add", "kato", "--giver", "ito", "--to", Self.day(in: 7), "--reason", "病気休暇", "-o", "json",
        as: "admin")
      let change = try #require(try added.json()["change"]?.int64, "\(added.out) \(added.err)")
      #expect(try await Self.delegations(of: "ito").isEmpty)
      #expect(try await sekisho("people", "decline", String(change), "--reason", "不要", as: "admin").code == 0)
      let foreign = try await sekisho("delegation", "add", "kato", "--giver", "ito", "--to", Self.day(in: 7))
      #expect(foreign.code == 3, "\(foreign.code) \(foreign.err)")
    }

    @Test func `days away are announced and taken back`() async throws {
      let wrong = try await sekisho(
        "absence", "add", "--from", Self.day(in: 9), "--to", Self.day(in: 2), as: "nakamura")
      #expect(wrong.code == 7, "\(wrong.code) \(wrong.err)")
      let added = try await sekisho(
        "absence", "add", "--from", Self.day(in: 2), "--to", Self.day(in: 9), as: "nakamura")
      try #require(added.code == 0, "\(added.err)")
      let listed = try await sekisho("absence", "list", "-o", "json", as: "nakamura").json()["data"]?.arrayValue ?? []
      let id = try #require(listed.first?["id"]?.int64)
      #expect(try await sekisho("absence", "revoke", String(id), as: "nakamura").code == 0)
      #expect(try await sekisho("absence", "list", "--select", "/data/0/id", as: "nakamura").code == 5)
    }

    @Test func `a party and its users are registered by two`() async throws {
      let bad = try await sekisho(
        "party", "add", "acceptance", "--name-en", "Acceptance", "--name-ja", "受入試験", "--corporate-number",
        "1234567890123", as: "admin")
      #expect(bad.code == 7 && bad.err.contains("corporate"), "a wrong check digit: \(bad.code) \(bad.err)")
      try await Self.agree(
        "party", "add", "acceptance", "--name-en", "Acceptance", "--name-ja", "受入試験", "--corporate-number",
        "8000020130001", "--registration-number", "T8000020130001", "--reason", "新規")
      for (person, role) in [("first", "vendor"), ("second", "vendor")] {
        try await Self.agree(
          "party", "user", "add", "acceptance", person, "--name-en", person, "--name-ja", person, "--email",
          "\(person)@example.com", "--role", role, "--reason", "新規")
      }
      let users = try await sekisho("party", "user", "list", "acceptance", "-o", "jsonl", as: "admin")
      #expect(users.lines.count == 2, "\(users.out)")
      // What is not given stays as it is.
      try await Self.agree("party", "add", "acceptance", "--name-en", "Renamed", "--reason", "商号変更")
      let party = try await sekisho("party", "show", "acceptance", "-o", "json", as: "admin").json()
      #expect(party["name"] == ["en": "Renamed", "ja": "受入試験"] && party["corporate_number"] == "8000020130001")
    }

    // MARK: Parts

    /// Proposed by one administrator, approved by the other.
    private static func agree(_ arguments: String...) async throws {
      let proposed = try await sekisho(all: arguments + ["-o", "json"], as: "admin")
      let change = try #require(try? proposed.json()["change"]?.int64, "\(arguments): \(proposed.out) \(proposed.err)")
      let approved = try await sekisho("people", "approve", String(change), as: "admin2")
      try #require(approved.code == 0, "\(arguments): \(approved.err)")
    }

    private static func delegations(of giver: String) async throws -> [JSONValue] {
      let ran = try await sekisho("delegation", "list", "-o", "json", as: giver)
      return (try ran.json()["data"]?.arrayValue ?? []).filter { $0["giver"]?.stringValue == giver }
    }

    private static func day(in days: Int) -> String {
      Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(.iso8601.year().month().day())
    }
  }
}
