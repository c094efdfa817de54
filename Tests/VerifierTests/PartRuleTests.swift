import Testing
import Workflows

@testable import Verifier

/// Rules about roles, reviews, documents, deadlines, children, parameters and words.
@Suite("Rules about the parts of a definition")
struct PartRuleTests {
  private static let three = """
      draft: {title: {en: Draft, ja: 起案}, initial: true}
      review: {title: {en: Review, ja: 確認}}
      done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    """
  private static let flow = """
      submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: clerk}
      approve_it: {title: {en: A, ja: 承認}, from: review, to: done, by: chief}
    """

  @Test("E307 a deadline without a consequence")
  func idleDeadline() throws {
    func sample(_ consequence: String) -> Sample {
      Sample(
        states: Self.three.replacing(
          "review: {title: {en: Review, ja: 確認}}",
          with: "review: {title: {en: Review, ja: 確認}, deadlines: {late: {after: 3, \(consequence)}}}"),
        transitions: Self.flow)
    }
    #expect(
      try Sample.verify([sample("escalate: []")]).findings == [
        "E307 refuted deadline late of review: draft –submit→ review"
      ])
    #expect(try Sample.verify([sample("escalate: [{after: 0, to: [chief]}]")]).findings == [])
  }

  private static func review(_ quorum: String, role: String = "chief", positions: String = "") -> Sample {
    Sample(
      roles: """
          clerk: {title: {en: Clerk, ja: 担当}}
          chief: {title: {en: Chief, ja: 課長}}
          author: {title: {en: Author, ja: 起案者}, held_by: creator}
        """,
      states: """
          draft: {title: {en: Draft, ja: 起案}, initial: true}
          review:
            title: {en: Review, ja: 審議}
            review:
              stages: [{name: line, title: {en: Line, ja: 審議}, by: \(role), quorum: \(quorum)\(positions)}]
              on: {approved: done, returned: draft, rejected: done}
          done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
        """,
      transitions: """
          submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: clerk}
          give_up: {title: {en: G, ja: 取下げ}, from: draft, to: done, by: clerk}
        """)
  }

  @Test("E308 a review that can never reach its quorum")
  func quorum() throws {
    let broken = try Sample.verify([Self.review("2", role: "author")])
    #expect(broken.findings.contains("E308 refuted stage line of review: draft –submit→ review"))
    #expect(broken.findings.contains("E301 refuted state review"))
    #expect(try Sample.verify([Self.review("1", role: "author")]).findings == [])
    #expect(try Sample.verify([Self.review("2")]).findings == [])
    let listed = try Sample.verify([Self.review("3", positions: ", positions: '[\"a\", \"b\"]'")])
    #expect(listed.findings.contains("E308 refuted stage line of review: draft –submit→ review"))
  }

  @Test("E309 a role that nobody could hold")
  func unheld() throws {
    func sample(_ search: String) -> Sample {
      Sample(
        data: "vendor: {type: string, minLength: 1, title: {en: Vendor, ja: 業者}}", extra: search,
        roles: """
            clerk: {title: {en: Clerk, ja: 担当}}
            chief: {title: {en: Chief, ja: 課長}}
            vendor: {title: {en: Vendor, ja: 業者}, held_by: party}
          """,
        transitions: """
            finish: {title: {en: F, ja: 終える}, from: draft, to: done, by: clerk}
            sign: {title: {en: S, ja: 署名}, from: draft, to: done, by: vendor}
          """)
    }
    #expect(
      try Sample.verify([sample("")]).findings == ["E303 refuted transition sign: draft", "E309 refuted role vendor"])
    #expect(try Sample.verify([sample("search: {party: 'data.?vendor.orValue(\"\")'}")]).findings == [])
  }

  private static func separated(_ holder: String) -> Sample {
    Sample(
      create: "create: {by: [author]}",
      roles: """
          author: {title: {en: Author, ja: 起案者}, held_by: creator}
          checker: {title: {en: Checker, ja: 確認者}, held_by: \(holder), excludes: [author], source: 規則}
        """, states: Self.three,
      transitions: """
          submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: author}
          approve_it: {title: {en: A, ja: 承認}, from: review, to: done, by: checker}
          give_up: {title: {en: G, ja: 取下げ}, from: review, to: done, by: author}
        """)
  }

  @Test("E310 separation of duties that cannot be kept, not by delegation either")
  func cannotBeKept() throws {
    #expect(
      try Sample.verify([Self.separated("creator")]).findings == [
        "E303 refuted transition approve_it: draft –submit→ review",
        "E310 refuted author and checker: draft –submit→ review –approve_it→ done",
      ])
    #expect(try Sample.verify([Self.separated("position")]).findings == [])
    let blind = try Sample.verify([Self.separated("creator")], defect: .skipDelegation)
    #expect(blind.questions(.dutiesCannotBeKept).allSatisfy { $0.verdict == .proved })
  }

  private static func twoRoles(_ name: String, _ exclusion: String, create: String = "create: {by: [clerk]}") -> Sample
  {
    Sample(
      name: name, create: create,
      roles: """
          clerk: {title: {en: Clerk, ja: 担当}}
          chief: {title: {en: Chief, ja: 課長}\(exclusion)}
        """, states: Self.three,
      transitions: Self.flow + "\n  note: {title: {en: N, ja: 記す}, from: review, to: $same, by: chief}")
  }

  @Test("E311 duties that a later item of the family excludes")
  func mixed() throws {
    let exclusion = ", excludes: [clerk], source: 規則"
    let root = Self.twoRoles("root", "")
    let below = Self.twoRoles("below", exclusion, create: "create: {by: [clerk], parents: [root]}")
    let found = try Sample.verify([root, below]).findings
    #expect(
      found.contains { $0.hasPrefix("E311 refuted chief and clerk: draft") && $0.hasSuffix("below:draft") }, "\(found)")
    #expect(try Sample.verify([Self.twoRoles("root", exclusion), below]).findings == [])
  }

  @Test("E311 duties in linked items that a later item excludes")
  func mixedByLink() throws {
    func half(_ name: String, _ role: String) -> Sample {
      Sample(
        name: name, create: "create: {by: [\(role)]}",
        roles: "  \(role): {title: {en: R, ja: 役}}",
        transitions: "  finish: {title: {en: F, ja: 終える}, from: draft, to: done, by: \(role)}")
    }
    let judge = Sample(
      name: "judge", create: "create: {by: [other], parents: [left]}",
      roles: """
          clerk: {title: {en: Clerk, ja: 担当}}
          chief: {title: {en: Chief, ja: 課長}, excludes: [clerk], source: 規則}
          other: {title: {en: Other, ja: 他}}
        """,
      transitions: "  finish: {title: {en: F, ja: 終える}, from: draft, to: done, by: other}")
    let samples = [half("left", "clerk"), half("right", "chief"), judge]
    #expect(
      try Sample.verify(samples).findings == [
        "E311 refuted chief and clerk: draft; left:draft; right:draft –link→ draft; judge:draft"
      ] || (try Sample.verify(samples)).questions(.dutiesCanBeMixed).contains { $0.verdict == .refuted })
    #expect(try Sample.verify(samples, defect: .forgetLinkedItems).findings == [])
  }

  @Test("E311 an after-review that is not judged again")
  func afterReview() throws {
    func sample(_ excludes: String) -> Sample {
      Sample(
        extra: """
          duties:
            read_it: {title: {en: After-review, ja: 後閲}, by: [chief, head]}
          """,
        roles: """
            clerk: {title: {en: Clerk, ja: 担当}}
            chief: {title: {en: Chief, ja: 課長}, excludes: [clerk], acting: read_it, source: 規則}
            head: {title: {en: Head, ja: 部長}, \(excludes)acting: read_it, source: 規則}
          """, states: Self.three,
        transitions: """
            submit: {title: {en: S, ja: 提出}, from: draft, to: review, by: clerk}
            approve_it: {title: {en: A, ja: 承認}, from: review, to: done, by: [head, chief]}
          """)
    }
    #expect(
      try Sample.verify([sample("")]).findings == [
        "E311 refuted chief and clerk: draft –submit→ review –approve_it→ done –read_it→ done"
      ])
    #expect(try Sample.verify([sample("excludes: [clerk], ")]).findings == [])
  }

  private static func parent(_ on: String) -> [Sample] {
    let child = Sample(
      name: "child",
      states: """
          draft: {title: {en: Draft, ja: 起案}, initial: true}
          good: {title: {en: Good, ja: 可}, final: true, outcome: good}
          bad: {title: {en: Bad, ja: 否}, final: true, outcome: bad}
        """,
      transitions: """
          accept: {title: {en: A, ja: 可}, from: draft, to: good, by: chief}
          refuse: {title: {en: R, ja: 否}, from: draft, to: bad, by: chief}
        """)
    let parent = Sample(
      name: "parent",
      states: """
          draft: {title: {en: Draft, ja: 起案}, initial: true}
          waiting: {title: {en: Waiting, ja: 待ち}, child: {workflow: child}, on: {\(on)}}
          done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
        """, transitions: "  submit: {title: {en: S, ja: 提出}, from: draft, to: waiting, by: clerk}")
    return [child, parent]
  }

  @Test("E312 an outcome of a child that is not handled")
  func outcome() throws {
    let broken = try Sample.verify(Self.parent("good: done"))
    #expect(
      broken.findings.contains(
        "E312 refuted child of waiting: bad: draft –submit→ waiting; child:draft –refuse→ bad")
        || broken.findings.contains { $0.hasPrefix("E312 refuted child of waiting: bad: draft –submit→ waiting") })
    #expect(try Sample.verify(Self.parent("good: done, bad: draft")).findings == [])
    #expect(
      try Sample.verify(Self.parent("good: done"), defect: .ignoreChildOutcomes).questions(.unhandledOutcome)
        .allSatisfy { $0.verdict == .proved })
  }

  @Test("E313 a required document that can never be attached")
  func document() throws {
    func sample(_ limit: String) -> Sample {
      Sample(
        extra: "documents:\n  paper: {title: {en: Paper, ja: 書類}, by: [clerk], \(limit)}",
        transitions: """
            finish:
              title: {en: Finish, ja: 終える}
              from: draft
              to: done
              by: clerk
              guard: [{require: size(documents.paper) >= 3, else: {en: Three papers, ja: 書類三通}}]
          """)
    }
    let broken = try Sample.verify([sample("max_count: 2")])
    #expect(broken.findings.contains("E313 refuted document paper for finish: draft"))
    #expect(try Sample.verify([sample("max_count: 3")]).findings == [])
  }

  private static func parameter(_ second: String) -> String {
    """
    parameter: limit
    title: {en: Limit, ja: 限度}
    value: {type: integer}
    values:
      - {from: 2020-04-01, to: 2025-03-31, source: 規則, value: 5}
      - {from: \(second), source: 規則, value: 6}
    """
  }

  @Test("E314 a parameter without a value for a day in its range")
  func gap() throws {
    var sample = Sample()
    sample.extra = "parameters: [limit]"
    #expect(
      try Sample.verify([sample], parameters: [Self.parameter("2025-04-02")]).findings == [
        "E314 refuted parameter limit"
      ])
    #expect(try Sample.verify([sample], parameters: [Self.parameter("2025-04-01")]).findings == [])
  }

  @Test("E315 a label missing in one language")
  func label() throws {
    func sample(_ title: String) -> Sample {
      Sample(
        data: """
          n:
                type: object
                title: {en: N, ja: 数}
                properties: {inner: {type: string, title: \(title)}}
          """)
    }
    #expect(
      try Sample.verify([sample("Inner")]).findings == [
        "E315 refuted label of /properties/n/properties/inner/title"
      ])
    #expect(try Sample.verify([sample("{en: Inner, ja: 内側}")]).findings == [])
  }

  @Test("E316 a legal rule without its source")
  func source() throws {
    func sample(_ source: String) -> Sample {
      Sample(
        roles: """
            clerk: {title: {en: Clerk, ja: 担当}}
            chief: {title: {en: Chief, ja: 課長}, excludes: [clerk]\(source)}
          """)
    }
    #expect(try Sample.verify([sample("")]).findings == ["E316 refuted source of role chief"])
    #expect(try Sample.verify([sample(", source: 地方自治法232条の4")]).findings == [])
  }
}
