import Diagnostics
import JSON
import Testing

/// The command line against a real server on a real database: one `sekisho dev` for all.
@Suite(.devServer) struct CommandLineTests {}

/// A new item of one's own, so that tests do not meet.
func project(as person: String = "sato") async throws -> String {
  let ran = try await sekisho("item", "create", "project-oversight", "--select", "/code", as: person)
  try #require(ran.code == 0, "\(ran.err)")
  return ran.lines[0]
}

extension CommandLineTests {
  @Suite struct ExitCodes {
    static let endings: [([String], Int32)] = [
      (["auth", "status"], 0), (["item", "list", "project-oversight"], 0), (["explain", "E201"], 0),
      (["item", "show", "NONE-1"], 5), (["people", "show", "nobody"], 5), (["explain", "E999999"], 5),
      (["document", "list", "NONE-1"], 5), (["auth", "status", "--select", "/nothing"], 5),
      (["task", "list"], 4), (["token", "issue", "--scope", "admin"], 3),
      (["item", "create", "project-oversight", "--set", "nosuch=1"], 7),
      (["item", "create", "project-oversight", "--set", "x:={"], 7),
      (["item", "create", "project-oversight", "--data", "/nonexistent.yaml"], 7),
      (["item", "create", "project-oversight", "--data", "/"], 7),
      (["invoice", "submit", "/etc/hostname", "--contract", "CR-2026-000001"], 7),
      (["invoice", "check", "/etc/hostname"], 7),
      (["invoice", "submit", Binary.root + "/admin/demonstration/invoice.xml", "--corrects", "NONE-1"], 5),
      (
        [
          "invoice", "submit", Binary.root + "/admin/demonstration/invoice.xml", "--corrects", "IN-1", "--contract",
          "CR-1",
        ], 64
      ),
      (["item", "create", "project-oversight", "--set", "x"], 64), (["item", "frobnicate"], 64),
      (["item", "show"], 64), (["item", "show", ""], 64), (["auth", "status", "--retry", "-1"], 64),
      (["auth", "status", "--context", "nosuch"], 64), (["auth", "status", "--lang", "fr"], 64),
      (["auth", "status", "-o", "xml"], 64), (["auth", "status", "--url", "ftp://example.com"], 64),
      (["completion", "tcsh"], 64),
    ]

    @Test(arguments: Self.endings)
    func `each kind of ending has its code`(_ arguments: [String], _ code: Int32) async throws {
      let ran = try await sekisho(all: arguments)
      #expect(ran.code == code, "\(arguments): \(ran.out) \(ran.err)")
      // Words are for standard error, data for standard output.
      if code != 0 { #expect(ran.out.isEmpty || arguments[0] == "invoice", "\(ran.out)") }
      if code != 0, code != 64 { #expect(!ran.err.isEmpty) }
    }

    @Test func `a wrong token is a matter of sign-in`() async throws {
      let server = try DevServer.running()
      let ran = try await sekisho(
        "auth", "status", "--url", server.url, as: nil, environment: ["SEKISHO_TOKEN": "sekisho_wrong"])
      #expect(ran.code == 4)
      #expect(ran.err.contains("sign_in") && ran.err.contains("auth login"), "\(ran.err)")
      let none = try await sekisho("auth", "status", "--url", server.url, as: nil)
      #expect(none.code == 4 && none.err.contains("no token"), "\(none.err)")
    }

    @Test func `an unreachable server is tried again, then 75`() async throws {
      let ran = try await sekisho(
        "auth", "status", "--url", "http://127.0.0.1:1", "--retry", "0.3", as: nil,
        environment: ["SEKISHO_TOKEN": "sekisho_any"])
      #expect(ran.code == 75, "\(ran.err)")
      #expect(ran.err.contains("cannot reach http://127.0.0.1:1"))
    }

    @Test func `a server that says nothing is 124, with the key to find out`() async throws {
      let silent = SilentServer()
      let ran = try await sekisho(
        "item", "comment", "X-1", "words", "--url", "http://127.0.0.1:\(silent.port)", "--timeout", "0.2", "--key",
        "key-1", as: nil, environment: ["SEKISHO_TOKEN": "sekisho_any"])
      #expect(ran.code == 124, "\(ran.err)")
      #expect(ran.err.contains("--key key-1"), "\(ran.err)")
    }

    @Test func `nothing configured says what to do`() async throws {
      let ran = try await sekisho("inbox", as: nil)
      #expect(ran.code == 64 && ran.err.contains("auth login"), "\(ran.err)")
    }

    @Test func `a token does not travel in the clear`() async throws {
      let ran = try await sekisho(
        "inbox", "--url", "http://sekisho.example.lg.jp", as: nil, environment: ["SEKISHO_TOKEN": "sekisho_any"])
      #expect(ran.code == 64 && ran.err.contains("TLS"), "\(ran.err)")
    }

    @Test func `a version that has passed is 6`() async throws {
      let code = try await project()
      let ran = try await sekisho("item", "comment", code, "words", "--if-version", "9")
      #expect(ran.code == 6 && ran.err.contains("stale"), "\(ran.err)")
    }
  }

  @Suite struct Refusals {
    @Test(arguments: [(Language.en, "can act: ", "Suzuki Ichiro"), (.ja, "対応できる方:", "鈴木 一朗")])
    func `a refusal names who can act, as the explanation does`(
      _ language: Language, _ label: String, _ name: String
    ) async throws {
      let code = try await project()
      let explained = try await sekisho("item", "transitions", code, "start_planning", "--lang", language.rawValue)
      #expect(explained.code == 0, "\(explained.err)")
      let refused = try await sekisho("item", "advance", code, "start_planning", "--lang", language.rawValue)
      #expect(refused.code == 3 && refused.out.isEmpty, "\(refused.out) \(refused.err)")
      for text in [explained.out, refused.err] { #expect(text.contains(label) && text.contains(name), "\(text)") }
      // The same reasons word by word; the explanation also says what those who may act are waiting for.
      let reasons = refused.err.split(separator: "\n").filter { $0.hasPrefix("  - ") }.map { $0.drop { $0 == " " } }
      #expect(!reasons.isEmpty && reasons.allSatisfy { explained.out.contains($0) }, "\(reasons) \(explained.out)")
    }

    @Test func `what an incomplete draft lacks is said before one tries`() async throws {
      let code = try await project()
      let explained = try await sekisho("item", "transitions", code, "start_planning", "-o", "json", as: "suzuki")
      let line = try explained.json().value(at: "/data/0")
      #expect(line?["verdict"] == "blocked")
      let refused = try await sekisho("item", "advance", code, "start_planning", as: "suzuki")
      let reasons = (line?["reasons"]?.arrayValue ?? []).compactMap { $0["message"]?["en"]?.stringValue }
      #expect(!reasons.isEmpty && reasons.allSatisfy { refused.err.contains($0) }, "\(reasons) \(refused.err)")
    }

    @Test func `a refusal changes nothing but the record`() async throws {
      let code = try await project()
      let before = try await sekisho("item", "show", code, "-o", "json").json()
      #expect(try await sekisho("item", "advance", code, "start_planning").code == 3)
      let after = try await sekisho("item", "show", code, "-o", "json").json()
      #expect(before == after)
      let events = try await events(of: code)
      #expect(events == ["created", "refused"])
    }

    @Test func `many items at once: each gets its answer, the first refusal its exit code`() async throws {
      let (one, two) = (try await project(), try await project())
      let ran = try await sekisho(
        "item", "advance", one, "NONE-1", two, "withdraw", "--reason", "試験", "-o", "csv", as: "suzuki")
      #expect(ran.code == 5, "\(ran.err)")
      #expect(ran.out.contains("\(one),done,") && ran.out.contains("\(two),done,"), "\(ran.out)")
      #expect(ran.out.contains("NONE-1,refused,"), "\(ran.out)")
    }
  }

  @Suite struct Writes {
    @Test func `a dry run changes nothing`() async throws {
      let code = try await project()
      let before = try await sekisho("item", "history", code, "-o", "json").json()
      for arguments in [
        ["item", "comment", code, "words"], ["item", "edit", code, "--set", "bureau=デジタル改革課"],
        ["item", "attach", code, "security_plan", "/etc/hostname", "--media", "application/pdf"],
        ["item", "open", code],
      ] {
        let ran = try await sekisho(all: arguments + ["--dry-run", "-o", "json"])
        if ran.code == 0 { #expect(try ran.json()["dry_run"] == true, "\(arguments)") }
        #expect([0, 3, 7].contains(ran.code), "\(arguments) \(ran.err)")
      }
      #expect(try await sekisho("item", "history", code, "-o", "json").json() == before)
    }

    @Test func `the same key has one effect, another request under it is refused`() async throws {
      let code = try await project()
      let key = "key-\(code)"
      let first = try await sekisho("item", "comment", code, "一度だけ", "--key", key, "-o", "json").json()
      let second = try await sekisho("item", "comment", code, "一度だけ", "--key", key, "-o", "json").json()
      #expect(first["replay"] == false && second["replay"] == true)
      #expect(first["version"] == second["version"])
      #expect(try await sekisho("item", "comment", code, "別の内容", "--key", key).code == 7)
      #expect(try await events(of: code) == ["created", "comment"])
    }

    @Test func `fields come from a file and from flags, flags last`() async throws {
      let yaml = "bureau: 総務課\ncost_people: 12345678901234\n"
      let code = try await project()
      let ran = try await sekisho(
        "item", "edit", code, "--data", "-", "--set", "cost_people:=1200000", "--dry-run", "--select", "/data/bureau",
        input: yaml)
      #expect(ran.code == 0 && ran.out == "総務課\n", "\(ran.out) \(ran.err)")
    }
  }

  @Suite struct Forms {
    @Test func `tables line up under wide characters`() async throws {
      let ran = try await sekisho("party", "list", "--lang", "ja")
      let rows = ran.lines
      try #require(ran.code == 0 && rows.count >= 3, "\(ran.out)")
      // Corporate numbers have thirteen digits: they all begin in the same column of the terminal.
      let columns = rows.dropFirst().compactMap { row in
        row.firstRange(of: /[0-9]{13}/).map { DisplayWidth.of(row[..<$0.lowerBound]) }
      }
      #expect(columns.count == rows.count - 1 && Set(columns).count == 1, "\(ran.out)")
    }

    @Test func `csv cannot run in a spreadsheet`() async throws {
      let code = try await project()
      for text in ["=HYPERLINK(\"http://example.com\")", "+1", "＝1+1", "引用\"と,区切り"] {
        #expect(try await sekisho("item", "comment", code, text).code == 0)
      }
      let csv = try await sekisho("item", "history", code, "-o", "csv").out
      #expect(csv.contains(#""'=HYPERLINK(""http://example.com"")""#), "\(csv)")
      #expect(csv.contains(#""'+1""#) && csv.contains(#""'＝1+1""#), "\(csv)")
      #expect(csv.contains(#""引用""と,区切り""#), "\(csv)")
      #expect(csv.hasPrefix("at,code,event,") && csv.contains("\r\n"))
    }

    @Test func `json is whole, jsonl a line each, select raw`() async throws {
      let list = try await sekisho("party", "list", "-o", "json").json()
      let count = try #require(list["data"]?.arrayValue?.count)
      let lines = try await sekisho("party", "list", "-o", "jsonl").lines
      #expect(lines.count == count && lines.allSatisfy { (try? JSONValue(parsing: $0)) != nil })
      let name = try await sekisho("party", "list", "--select", "/data/0/name/ja")
      #expect(name.out == (list.value(at: "/data/0/name/ja")?.stringValue ?? "") + "\n")
      let object = try await sekisho("party", "list", "--select", "/data/0/name")
      #expect(try object.json() == list.value(at: "/data/0/name"))
    }

    @Test func `what others wrote cannot steer the terminal`() async throws {
      let code = try await project()
      let text = "\u{1B}[2J\u{202E}evil\u{9B}1m"
      #expect(try await sekisho("item", "comment", code, text).code == 0)
      for form in ["table", "json", "jsonl", "csv"] {
        let ran = try await sekisho("item", "history", code, "-o", form)
        let steering = ran.out.unicodeScalars.filter { [0x1B, 0x9B, 0x202E].contains($0.value) }
        #expect(ran.code == 0 && steering.isEmpty, "\(form)")
      }
      let raw = try await sekisho("item", "history", code, "-o", "json").json()
      #expect(raw.value(at: "/data/1/body/text") == .string(text), "the data itself stays as it is")
    }

    @Test func `a closed pipe ends quietly`() async throws {
      let ran = try await shell("\"$SEKISHO\" workflow show contract-request -o json | head -n 1")
      #expect(ran.out == "{\n" && ran.err.isEmpty, "\(ran.err)")
    }

    @Test func `colour only where a terminal wants it`() async throws {
      #expect(!(try await sekisho("party", "list").out.contains("\u{1B}")))
    }
  }
}

func events(of code: String) async throws -> [String] {
  let history = try await sekisho("item", "history", code, "-o", "json").json()
  return (history["data"]?.arrayValue ?? []).compactMap { $0["event"]?.stringValue }
}
