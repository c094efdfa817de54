import Diagnostics
import JSON
import Testing

@testable import Workflows

/// A flow with everything that can be under way, and the versions that edits of its text make.
enum MigrationWorld {
  static let paper = """
    workflow: paper
    title: {en: Paper, ja: 文書}
    key: PA-{sequence:3}
    calendar: office
    create: {by: [clerk]}
    search: {subject: data.subject}
    data:
      type: object
      additionalProperties: false
      required: [subject]
      properties:
        subject: {type: string, title: {en: Subject, ja: 件名}}
        pages: {type: integer, title: {en: Pages, ja: 頁数}}
        due: {type: string, format: date, title: {en: Due, ja: 期限}}
    documents:
      draft_text: {title: {en: Text, ja: 本文}, media: [text/plain], by: [clerk]}
    roles:
      clerk: {title: {en: Clerk, ja: 係}}
      head: {title: {en: Head, ja: 長}}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: clerk, fields: all}]}
      work:
        title: {en: Work, ja: 作業}
        deadlines:
          finish: {at: 'data.?due.orValue(today)', remind: [{before: 2, unit: calendar_days, to: [clerk]}], escalate: [{after: 0, to: [head]}]}
      reading:
        title: {en: Reading, ja: 審査}
        review:
          content: [subject]
          stages: [{name: line, title: {en: Line, ja: 審議}, by: head, quorum: all}]
          on: {approved: done, returned: work, rejected: gone}
      printing: {title: {en: Printing, ja: 印刷}}
      asking:
        title: {en: Asking, ja: 照会}
        child: {workflow: question, with: {text: data.subject}}
        on: {answered: work, dropped: gone}
      held: {title: {en: Held, ja: 保留}}
      done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
      gone: {title: {en: Gone, ja: 終了}, final: true, outcome: gone}
    transitions:
      start: {title: {en: Start, ja: 開始}, from: draft, to: work, by: clerk, effects: [{open: report}]}
      submit: {title: {en: Submit, ja: 提出}, from: work, to: reading, by: clerk}
      print: {title: {en: Print, ja: 印刷}, from: work, to: printing, by: head, effects: [{task: {name: press, kind: external, to: shop, with: {}, on: {done: printed}}}]}
      printed: {title: {en: Printed, ja: 印刷済}, from: printing, to: work, by: system}
      ask: {title: {en: Ask, ja: 照会}, from: work, to: asking, by: clerk}
      hold: {title: {en: Hold, ja: 保留}, from: work, to: held, by: clerk, suspends: true}
      resume: {title: {en: Resume, ja: 再開}, from: held, to: $resume, by: clerk}
      give_up: {title: {en: Give up, ja: 中止}, from: [draft, work], to: gone, by: clerk}
    duties:
      report: {title: {en: Report, ja: 報告}, by: head, due: {after: 5, unit: calendar_days, escalate: [{after: 0, to: [head]}]}}
    """

  static let question = """
    workflow: question
    title: {en: Question, ja: 質問}
    key: QU-{sequence:3}
    create: {by: [clerk]}
    data: {type: object, properties: {text: {type: string, title: {en: Text, ja: 文}}}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}}
    states:
      open: {title: {en: Open, ja: 受付}, initial: true}
      answered: {title: {en: Answered, ja: 回答}, final: true, outcome: answered}
      dropped: {title: {en: Dropped, ja: 取下げ}, final: true, outcome: dropped}
    transitions:
      answer: {title: {en: Answer, ja: 回答}, from: open, to: answered, by: clerk}
      drop: {title: {en: Drop, ja: 取下げ}, from: open, to: dropped, by: clerk}
    """

  /// An edit of the text; each `find` stands in it exactly once.
  static func edited(_ edits: [(find: String, put: String)], of text: String = paper) throws -> String {
    var text = text
    for edit in edits {
      try #require(text.ranges(of: edit.find).count == 1, "\(edit.find)")
      text = text.replacing(edit.find, with: edit.put)
    }
    return text
  }

  /// Adds a version of `paper` to the world's library, in force from now on.
  static func deploy(_ text: String, in world: inout StepWorld) throws -> Definition {
    let (definition, diagnostics) = checkDefinition(
      SourceFile(name: "next.yaml", text: text), against: world.simulation.library)
    try #require(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    let found = try #require(definition)
    world.simulation.library.add(found)
    return found
  }

  /// An item of the first version, brought along by acts of ann and hal.
  static func item(
    _ acts: [(TransitionName, PersonCode)], data: [String: JSONValue] = ["subject": "紙", "due": "2026-04-20"]
  ) throws -> (StepWorld, ItemID) {
    var world = try StepWorld(paper, question)
    let id = try world.create("paper", data, by: "ann")
    for (act, person) in acts { try world.act(act, on: id, by: person) }
    return (world, id)
  }

  static func verdict(_ id: ItemID, to target: Definition, _ world: StepWorld) throws -> MigrationVerdict {
    let item = try world.item(id)
    let from = try #require(world.simulation.library.definitions[item.definition])
    return planMigration(item, from: from, to: target, in: world.simulation.surroundings(for: id))
  }

  static func migrate(_ id: ItemID, to target: Definition, _ world: inout StepWorld) throws -> StepResult {
    let event = Event.migrate(to: target.hash, plan: ContentDigest.hash(of: []))
    return world.simulation.perform(StepRequest(item: id, event: event, actor: Actor(person: "ben"))).result
  }
}
