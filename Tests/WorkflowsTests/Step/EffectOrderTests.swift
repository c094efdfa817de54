import JSON
import Testing

@testable import Workflows

/// "In order, all or none": every effect sees what the earlier ones did and nothing of the later ones.
@Suite struct EffectOrderTests {
  static let order = """
    workflow: order
    title: {en: Order, ja: 注文}
    key: OR-{sequence:3}
    create: {by: [clerk]}
    data:
      type: object
      properties:
        count: {type: integer, title: {en: Count, ja: 数}}
        keeper: {type: string, title: {en: Keeper, ja: 担当}}
    roles:
      clerk: {title: {en: Clerk, ja: 係}}
      keeper: {title: {en: Keeper, ja: 担当}, held_by: data.keeper}
    states:
      open: {title: {en: Open, ja: 受付}, initial: true, edit: [{by: clerk, fields: all}]}
      sent: {title: {en: Sent, ja: 発送済}}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions:
      send:
        title: {en: Send, ja: 発送する}
        from: open
        to: sent
        by: clerk
        effects:
          - set: {count: "1"}
          - task: {name: first, kind: external, to: x, with: {count: "data.?count.orValue(0)", state: item.state}}
          - start: {workflow: note, with: {count: "data.?count.orValue(0)"}}
          - set: {count: "data.?count.orValue(0) + 1", keeper: '"clerk-2"'}
          - notify: {to: [keeper], message: {en: Yours., ja: 担当です。}}
          - unset: [keeper]
          - notify: {to: [keeper], message: {en: Nobody's., ja: 担当なし。}}
          - start: {workflow: note, with: {count: "data.?count.orValue(0)"}}
          - task: {name: second, kind: external, to: x, with: {count: "data.?count.orValue(0)"}}
          - set: {count: "data.?count.orValue(0) + size(family.note)"}
      spoil:
        title: {en: Spoil, ja: 失敗する}
        from: sent
        to: gone
        by: clerk
        effects:
          - start: {workflow: note, with: {count: "7"}}
          - task: {name: third, kind: external, to: x, with: {count: "1 / (data.?count.orValue(0) - 4)"}}
    """
  static let note = """
    workflow: note
    title: {en: Note, ja: 覚書}
    key: NO-{sequence:3}
    create: {by: [clerk]}
    data: {type: object, properties: {count: {type: integer, title: {en: Count, ja: 数}}}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}}
    states:
      open: {title: {en: Open, ja: 受付}, initial: true}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions: {close: {title: {en: Close, ja: 完了}, from: open, to: gone, by: clerk}}
    """

  @Test func eachSeesTheEarlierOnes() throws {
    var world = try StepWorld(Self.order, Self.note)
    let id = try world.create("order", by: "ann")
    let echo = try world.act("send", on: id, by: "ann")
    var payloads: [TaskName: [String: JSONValue]] = [:]
    var asked: [[PersonCode]] = []
    for task in echo.tasks {
      switch task.kind {
      case .outside(_, let name, _, let payload): payloads[name] = payload
      case .notify(_, let recipients, _): asked.append(recipients)
      case .automatic, .deadline: break
      }
    }
    #expect(payloads["first"] == ["count": 1, "state": "open"])
    #expect(payloads["second"] == ["count": 2])
    #expect(asked == [["ben"], []])
    let notes = world.simulation.items.values.filter { $0.workflow == "note" }.sorted { $0.id < $1.id }
    #expect(notes.map { $0.data["count"] } == [1, 2])
    #expect(try world.item(id).data == ["count": 4])
  }

  @Test func allOrNone() throws {
    var world = try StepWorld(Self.order, Self.note)
    let id = try world.create("order", by: "ann")
    try world.act("send", on: id, by: "ann")
    let before = world.simulation.items.count
    let refusal = try world.refusal(.act("spoil", input: [:], reason: nil), on: id, by: "ann")
    #expect(refusal.kind == .blocked)
    #expect(world.simulation.items.count == before)
    #expect(try world.item(id).state == "sent")
    #expect(!world.simulation.tasks.contains { if case .outside(_, "third", _, _) = $0.kind { true } else { false } })
  }
}
