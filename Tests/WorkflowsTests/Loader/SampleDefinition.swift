import Diagnostics
import Testing

@testable import Workflows

/// A definition that has a bit of everything, to be broken in one place at a time.
enum SampleDefinition {
  static func edited(_ text: String, _ replacement: String) -> String {
    precondition(self.text.ranges(of: text).count == 1, "\(text) stands in the sample exactly once")
    return self.text.replacing(text, with: replacement)
  }

  static let calendar = SourceFile(
    name: "office.yaml",
    text: """
      calendar: office
      title: {en: Office, ja: 役所}
      known_until: 2027-12-31
      weekly: [saturday, sunday]
      closures: [{from: "12-29", to: "01-03", title: {en: Closed, ja: 休み}}]
      holidays: [{date: 2026-05-05, title: {en: Children's Day, ja: こどもの日}}]
      """)

  static let limit = SourceFile(
    name: "loan-limit.yaml",
    text: """
      parameter: loan-limit
      title: {en: Limit, ja: 上限}
      value: {type: integer, minimum: 0}
      keys: {kind: [laptop, phone], term: [short, long]}
      values:
        - from: 2020-04-01
          to: 2025-03-31
          table: {laptop: {short: 1, long: 2}, phone: {short: 3, long: 4}}
        - from: 2025-04-01
          table: {laptop: {short: 5, long: 6}, phone: {short: 7, long: 8}}
      """)

  static let project = SourceFile(
    name: "project.yaml",
    text: """
      workflow: project
      title: {en: Project, ja: 事業}
      key: PR-{sequence:3}
      data:
        type: object
        required: [name]
        properties: {name: {type: string, title: {en: Name, ja: 名称}}}
      roles: {owner: {title: {en: Owner, ja: 所管}}}
      states:
        running: {title: {en: Running, ja: 実施中}, initial: true}
        done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
      transitions:
        finish: {title: {en: Finish, ja: 完了する}, from: running, to: done, by: owner}
      """)

  static let text = """
    workflow: loan
    title: {en: Loan, ja: 貸出}
    key: LN-{fiscal_year}-{sequence:6}
    calendar: office
    parameters: [loan-limit]
    create: {by: [borrower], parents: [project]}
    search: {subject: data.subject, amount: data.value}
    keys: {alike: [data.subject]}
    abandon: withdrawn
    data:
      type: object
      additionalProperties: false
      required: [subject, value]
      properties:
        subject: {type: string, maxLength: 200, title: {en: Subject, ja: 件名}}
        value: {type: integer, minimum: 0, x-visible: [internal], x-hidden-until: due_on, title: {en: Value, ja: 価格}}
        kind: {enum: [laptop, phone], title: {en: Kind, ja: 種類}}
        due_on: {type: string, format: date, title: {en: Due on, ja: 返却期限}}
        post: {type: string, title: {en: Post, ja: 担当職}}
    documents:
      pledge: {title: {en: Pledge, ja: 借用書}, media: [application/pdf], by: [borrower], max_size: 5MiB}
    roles:
      borrower: {title: {en: Borrower, ja: 借受者}, held_by: creator}
      keeper: {title: {en: Keeper, ja: 管理者}, excludes: [borrower], acting: after_review}
      checker: {title: {en: Checker, ja: 審査者}, held_by: data.post}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: borrower, fields: [subject, value, kind, post]}]}
      checking:
        title: {en: Checking, ja: 審査}
        review:
          content: [subject]
          stages:
            - {name: line, title: {en: Line, ja: 審議}, by: checker, order: sequence, quorum: any}
          on: {approved: approved, returned: draft, rejected: withdrawn}
      approved: {title: {en: Approved, ja: 承認済み}}
      lent:
        title: {en: Lent, ja: 貸出中}
        deadlines:
          back:
            after: 14
            unit: working_days
            from: data.?due_on.orValue(today)
            first_day: counted
            roll: next_working_day
            remind: [{before: 3, unit: working_days}]
            escalate: [{after: 0, to: [keeper]}]
            do: time_out
      repair:
        title: {en: In repair, ja: 修理中}
        child: {workflow: project, with: {name: data.subject}}
        on: {done: lent}
      overdue: {title: {en: Overdue, ja: 延滞}}
      waiting: {title: {en: Waiting, ja: 保留}}
      returned: {title: {en: Returned, ja: 返却済み}, final: true, outcome: returned}
      withdrawn: {title: {en: Withdrawn, ja: 取下げ}, final: true, outcome: withdrawn}
    transitions:
      submit:
        title: {en: Submit, ja: 提出する}
        from: draft
        to: checking
        by: borrower
        guard:
          - require: size(documents.pledge) > 0
            else: {en: Attach the pledge, ja: 借用書を添付してください}
            met_by: [borrower]
      lend:
        title: {en: Lend, ja: 貸し出す}
        from: approved
        to: lent
        by: keeper
        input: {required: [due_on], optional: [kind]}
        effects:
          - set: {due_on: 'add_days(today, 14)', kind: '"laptop"'}
          - open: report
          - notify: {to: [borrower], message: {en: It is yours., ja: 貸し出しました。}}
          - task: {name: label, kind: webhook, to: printer, with: {code: item.code}, on: {done: printed}}
      printed: {title: {en: Printed, ja: 印刷済み}, from: lent, to: $same, by: system, effects: [{set: {post: string(result.printer)}}]}
      break_down: {title: {en: It broke, ja: 故障}, from: [lent, overdue], to: repair, by: keeper, reason: required}
      time_out: {title: {en: Time out, ja: 期限切れ}, from: lent, to: overdue, by: system}
      come_back: {title: {en: It came back, ja: 返却}, from: [lent, overdue], to: returned, by: keeper}
      close: {title: {en: Close, ja: 完了}, from: waiting, to: returned, when: 'item.opened && !duty_open("report")'}
      hold: {title: {en: Hold, ja: 保留する}, from: any, except: [waiting], to: waiting, by: keeper, suspends: true}
      resume: {title: {en: Resume, ja: 再開する}, from: waiting, to: $resume, by: keeper}
      withdraw: {title: {en: Withdraw, ja: 取り下げる}, from: [draft, approved], to: withdrawn, by: borrower}
    duties:
      report:
        title: {en: Report, ja: 報告}
        by: keeper
        due: {after: 5, unit: working_days, escalate: [{after: 0, to: [keeper]}]}
        input: {required: [kind]}
        blocks: [come_back]
      after_review: {title: {en: After-review, ja: 後閲}, by: keeper}
    """

  static func load(_ text: String) -> (definition: Definition?, diagnostics: [Diagnostic]) {
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(
        workflows: [SourceFile(name: "loan.yaml", text: text), project], calendars: [calendar], parameters: [limit]))
    return (library.definition("loan"), diagnostics)
  }
}

@Suite struct SampleDefinitionTests {
  @Test func loadsAndTurnsOutcomesIntoTransitions() throws {
    let (loaded, diagnostics) = SampleDefinition.load(SampleDefinition.text)
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    let definition = try #require(loaded)
    #expect(definition.initial == "draft")
    #expect(definition.readsFamily)
    #expect(definition.exclusions == ["borrower": ["keeper"], "keeper": ["borrower"]])
    #expect(
      definition.transitionOrder.suffix(4) == [
        "checking.approved", "checking.returned", "checking.rejected", "repair.done",
      ])
    guard case .review(.approved) = try #require(definition.transitions["checking.approved"]).trigger,
      case .child("done") = try #require(definition.transitions["repair.done"]).trigger
    else {
      Issue.record("triggers")
      return
    }
    #expect(definition.leaving["lent"]?.map(\.name) == ["printed", "break_down", "time_out", "come_back", "hold"])
    #expect(definition.leaving["returned"] == nil)
    #expect(definition.transitions["hold"]?.from.contains("withdrawn") == false)
    #expect(definition.documents["pledge"]?.maxSize == 5 << 20)
    #expect(definition.data.byName["value"]?.audience?.until == "due_on")
    #expect(definition.states["checking"]?.review?.stages.first?.isSequence == true)
    #expect(definition.key.resolved(on: try #require(Day("2027-01-01"))).prefix == "LN-2026-")
    guard case .field("post") = try #require(definition.roles["checker"]).holder else {
      Issue.record("holder")
      return
    }
  }

  /// Comments, layout and the order of keys are not content; every value is.
  @Test func theHashNamesTheContent() throws {
    let hash = SampleDefinition.load(SampleDefinition.text).definition?.hash
    let same = "# A comment\n" + SampleDefinition.edited("title: {en: Loan, ja: 貸出}", "title:\n  ja: 貸出\n  en: Loan")
    let other = SampleDefinition.edited("title: {en: Loan, ja: 貸出}", "title: {en: Loan, ja: 貸し出し}")
    #expect(SampleDefinition.load(same).definition?.hash == hash)
    #expect(SampleDefinition.load(other).definition?.hash != hash)
    #expect(hash?.description.count == 64)
  }

  /// From the initial state only what stays or ends may meet incomplete data.
  @Test(arguments: [
    ("from: draft\n    to: checking", "from: draft\n    to: checking", true),
    ("from: draft\n    to: checking", "from: draft\n    to: withdrawn", false),
    ("from: draft\n    to: checking", "from: draft\n    to: $same", false),
    ("from: draft\n    to: checking", "from: [draft, approved]\n    to: withdrawn", false),
    ("from: draft\n    to: checking", "from: approved\n    to: withdrawn", true),
  ])
  func requiredDataAreThereFromTheFirstTransitionOn(find: String, replace: String, isComplete: Bool) {
    let text = SampleDefinition.edited(find, replace).replacing("size(documents.pledge) > 0", with: "data.value > 0")
    let (_, diagnostics) = SampleDefinition.load(text)
    #expect(diagnostics.codes.contains("C105") == !isComplete, "\(diagnostics.rendered(.en))")
  }
}
