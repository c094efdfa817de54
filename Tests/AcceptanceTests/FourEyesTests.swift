import Foundation
import JSON
import PostgresTesting
import Testing

extension CommandLineTests {
  /// What two people must do, and what goes in and out as files.
  @Suite struct FourEyes {
    /// A flow that nobody had before: some lines of YAML.
    private static let loan = """
      workflow: acceptance-loan
      title: {en: Loan of equipment, ja: 物品の貸出}
      key: AL-{fiscal_year}-{sequence:5}
      create: {by: [project_manager], input: {required: [thing]}}
      search: {subject: data.thing}
      data:
        type: object
        additionalProperties: false
        required: [thing]
        properties:
          thing: {type: string, minLength: 1, maxLength: 100, title: {en: Thing, ja: 物品}}
      roles:
        project_manager: {title: {en: Project manager, ja: プロジェクト管理者}}
        project_owner: {title: {en: Project owner, ja: 所管部署}, excludes: [project_manager], source: 物品管理規則}
      states:
        asked: {initial: true, title: {en: Asked for, ja: 申請}}
        lent: {title: {en: Lent, ja: 貸出中}}
        returned: {final: true, title: {en: Returned, ja: 返却済み}}
      transitions:
        lend: {title: {en: Lend, ja: 貸し出す}, from: asked, to: lent, by: project_owner}
        take_back: {title: {en: Take back, ja: 返却を受ける}, from: lent, to: returned, by: project_owner}
      """

    @Test func `a seventh flow is proposed by one, put into force by another, and run`() async throws {
      let folder = TestCluster.makeDirectory()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let file = folder + "/acceptance-loan.yaml"
      try Self.loan.write(toFile: file, atomically: false, encoding: .utf8)
      #expect(try await sekisho("workflow", "deploy", file, "--dry-run", as: "admin").code == 0)
      let proposed = try await sekisho("workflow", "deploy", file, "--select", "/data/0/id", as: "admin")
      try #require(proposed.code == 0, "\(proposed.err)")
      let id = proposed.lines[0]
      let own = try await sekisho("workflow", "approve", id, as: "admin")
      #expect(own.code == 3, "\(own.err)")
      #expect(try await sekisho("item", "create", "acceptance-loan", "--set", "thing=端末").code == 5)

      let second = try await sekisho(
        "token", "issue", "--person", "admin2", "--scope", "admin", "--to", folder + "/second", as: "admin")
      try #require(second.code == 0, "\(second.err)")
      let approved = try await sekisho(
        "workflow", "approve", id, "--url", try DevServer.running().url, "--token-file", folder + "/second", as: nil)
      #expect(approved.code == 0, "\(approved.err)")

      let created = try await sekisho("item", "create", "acceptance-loan", "--set", "thing=端末", "--select", "/code")
      try #require(created.code == 0, "\(created.err)")
      let code = created.lines[0]
      #expect(try await sekisho("item", "advance", code, "lend").code == 3)
      #expect(try await sekisho("item", "advance", code, "lend", as: "suzuki").code == 0)
      let watched = try await sekisho(
        "item", "watch", code, "--until", "lent", "--timeout", "60", "--interval", "0.1", "-o", "jsonl")
      #expect(watched.code == 0 && watched.lines.count == 3, "\(watched.out) \(watched.err)")
      let other = try await sekisho(
        "item", "watch", code, "--until", "returned", "--timeout", "0.5", "--interval", "0.1")
      #expect(other.code == 124, "\(other.err)")
    }

    @Test func `a mistake is corrected by two`() async throws {
      let code = try await project()
      let proposed = try await sekisho("item", "correct", code, "--set", "name=訂正後", "--reason", "誤記", as: "admin")
      #expect(proposed.code == 0, "\(proposed.err)")
      let own = try await sekisho("item", "correct", code, "--confirm", "--reason", "確認", as: "admin")
      #expect(own.code == 3 && own.err.contains("another person"), "\(own.err)")
      let confirmed = try await sekisho("item", "correct", code, "--confirm", "--reason", "確認", as: "admin2")
      #expect(confirmed.code == 0, "\(confirmed.err)")
      #expect(try await sekisho("item", "show", code, "--select", "/data/name").out == "訂正後\n")
    }

    @Test func `a document comes back as it went`() async throws {
      let folder = TestCluster.makeDirectory()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let content = "%PDF-1.7 計画 \u{0} \u{1}\n"
      try content.write(toFile: folder + "/計画.pdf", atomically: false, encoding: .utf8)
      let code = try await project()
      let attached = try await sekisho("item", "attach", code, "security_plan", folder + "/計画.pdf")
      #expect(attached.code == 0, "\(attached.err)")
      let got = try await sekisho("document", "get", code, "security_plan", "--to", "-")
      #expect(got.out == content, "\(got.err)")
      let saved = try await sekisho("document", "get", code, "計画.pdf", "--to", folder + "/copy.pdf")
      #expect(
        saved.code == 0 && FileManager.default.contentsEqual(atPath: folder + "/計画.pdf", andPath: folder + "/copy.pdf"))
      #expect(try await sekisho("document", "get", code, "計画.pdf", "--to", folder + "/copy.pdf").code == 1)
    }
  }
}
