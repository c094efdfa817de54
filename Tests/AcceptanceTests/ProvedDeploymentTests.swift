import Foundation
import JSON
import PostgresTesting
import Testing

extension CommandLineTests {
  /// Nothing goes into force that the verifier refutes, whichever door it comes to.
  @Suite struct ProvedDeployment {
    /// - Parameter condition: what `skip` asks of `n`.
    private static func flow(_ name: String, _ condition: String) -> String {
      """
      workflow: \(name)
      title: {en: Loan of equipment, ja: 物品の貸出}
      key: \(name.prefix(2).uppercased())-{fiscal_year}-{sequence:5}
      create: {by: [project_manager], input: {required: [n]}}
      data:
        type: object
        additionalProperties: false
        required: [n]
        properties:
          n: {type: integer, minimum: 0, maximum: 1000000000, title: {en: Number, ja: 数}}
      roles:
        project_manager: {title: {en: Project manager, ja: プロジェクト管理者}}
      states:
        asked: {initial: true, title: {en: Asked for, ja: 申請}}
        lent: {title: {en: Lent, ja: 貸出中}}
        returned: {final: true, title: {en: Returned, ja: 返却済み}}
      transitions:
        lend: {title: {en: Lend, ja: 貸し出す}, from: asked, to: lent, by: project_manager}
        take_back: {title: {en: Take back, ja: 返却を受ける}, from: lent, to: returned, by: project_manager}
        skip:
          title: {en: Skip, ja: 飛ばす}
          from: lent
          to: returned
          by: project_manager
          guard:
            - {require: "\(condition)", else: {en: No, ja: 不可}}

      """
    }

    private static let contradictory = "data.n > 10 && data.n < 5"
    /// No whole number has this square, but the verifier does not know that.
    private static let difficult = "data.n * data.n == 50"

    private func file(_ folder: String, _ name: String, _ condition: String) throws -> String {
      let path = folder + "/" + name + ".yaml"
      try Self.flow(name, condition).write(toFile: path, atomically: false, encoding: .utf8)
      return path
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
      let folder = TestCluster.makeDirectory()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try await body(folder)
    }

    @Test func `check proves, and says what it refutes and what it leaves undecided`() async throws {
      try await withFolder { folder in
        let wrong = try await sekisho("workflow", "check", try file(folder, "never-skips", Self.contradictory))
        #expect(wrong.code == 7 && wrong.out == "", "\(wrong.out) \(wrong.err)")
        #expect(wrong.err.contains("error[E303]") && wrong.err.contains("shortest path: asked –lend→ lent"))
        let doubtful = try file(folder, "may-skip", Self.difficult)
        let open = try await sekisho("workflow", "check", doubtful)
        #expect(open.code == 0 && open.out.contains("ok"), "\(open.out) \(open.err)")
        #expect(open.err.contains("warning[E303]") && open.err.contains("undecided (transition skip)"))
        let listed = try await sekisho("workflow", "check", "--proof", doubtful)
        #expect(
          listed.code == 0 && listed.lines.contains { $0.hasPrefix("undecided  E303  may-skip: transition skip") })
        #expect(listed.lines.contains { $0.hasPrefix("proved  E301  may-skip: state lent") }, "\(listed.out)")
      }
    }

    @Test func `what is refuted is refused over HTTP, and nothing is stored`() async throws {
      try await withFolder { folder in
        let wrong = try file(folder, "never-skips", Self.contradictory)
        for more in [[], ["--accept-undecided", "in a hurry"], ["--dry-run"]] {
          let refused = try await sekisho(all: ["workflow", "deploy", wrong] + more, as: "admin")
          #expect(refused.code == 7 && refused.err.contains("unsound_file"), "\(refused.err)")
          #expect(refused.err.contains("E303") && refused.err.contains("shortest path: asked –lend→ lent"))
          #expect(refused.err.contains("never-skips.yaml:20:"), "\(refused.err)")
        }
        let versions = try await sekisho("workflow", "list", "--versions", "-o", "json", as: "admin")
        #expect(versions.code == 0 && !versions.out.contains("never-skips"))
      }
    }

    @Test func `what is undecided takes a reason of both`() async throws {
      try await withFolder { folder in
        let doubtful = try file(folder, "may-skip", Self.difficult)
        let bare = try await sekisho("workflow", "deploy", doubtful, as: "admin")
        #expect(bare.code == 7 && bare.err.contains("undecided_file"), "\(bare.err)")
        #expect(bare.err.contains("--accept-undecided"))
        let proposed = try await sekisho(
          "workflow", "deploy", doubtful, "--accept-undecided", "手で確かめた", "--select", "/data/0/id", as: "admin")
        try #require(proposed.code == 0, "\(proposed.err)")
        let silent = try await sekisho("workflow", "approve", proposed.lines[0], as: "admin2")
        #expect(silent.code == 7 && silent.err.contains("undecided_file"), "\(silent.err)")
        let approved = try await sekisho(
          "workflow", "approve", proposed.lines[0], "--accept-undecided", "再計算した", as: "admin2")
        #expect(approved.code == 0, "\(approved.err)")
      }
    }
  }
}
