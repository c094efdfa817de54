import Diagnostics
import JSON
import Testing

@testable import Workflows

/// `same_key` compares what the step is about to make true, not what was before it.
@Suite struct SharedKeyTests {
  static let order = """
    workflow: order
    title: {en: Order, ja: 注文}
    key: OR-{sequence:3}
    create:
      by: [clerk]
      guard: [{require: 'size(same_key("thing")) < 2', else: {en: Two exist, ja: 二件あります}}]
    keys: {thing: [data.thing]}
    data: {type: object, properties: {thing: {type: string, title: {en: Thing, ja: 物}}}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: clerk, fields: all}]}
      open: {title: {en: Open, ja: 受付}}
      gone: {title: {en: Gone, ja: 終了}, final: true}
    transitions:
      submit:
        title: {en: Submit, ja: 提出}
        from: draft
        to: open
        by: clerk
        input: {optional: [thing]}
        guard: [{require: 'same_key("thing").all(o, o.state == "gone")', else: {en: Exists, ja: 重複}}]
      turn:
        title: {en: Turn, ja: 変える}
        from: open
        to: $same
        by: clerk
        effects: [{set: {thing: '"pen"'}}, {set: {thing: 'size(same_key("thing")) == 0 ? "ink" : "pen"'}}]
      close: {title: {en: Close, ja: 完了}, from: [draft, open], to: gone, by: clerk}
    """

  @Test func aCreationMeetsWhatIsThere() throws {
    var world = try StepWorld(Self.order)
    _ = try world.create("order", ["thing": "pen"], by: "ann")
    _ = try world.create("order", ["thing": "ink"], by: "ann")
    _ = try world.create("order", ["thing": "pen"], by: "ann")
    let third = Event.create(NewItem(workflow: "order", parent: nil, data: ["thing": "pen"]))
    #expect(try world.refusal(third, on: nil, by: "ann").kind == .blocked)
    _ = try world.create("order", by: "ann")
  }

  @Test func theInputCounts() throws {
    var world = try StepWorld(Self.order)
    let first = try world.create("order", ["thing": "pen"], by: "ann")
    let second = try world.create("order", ["thing": "ink"], by: "ann")
    // By the data before the act there is no other ink; by those after it there is another pen.
    #expect(
      try world.refusal(.act("submit", input: ["thing": "pen"], reason: nil), on: second, by: "ann").kind == .blocked)
    try world.act("submit", on: second, by: "ann")
    // The other way round: the act leaves the shared key behind.
    let third = try world.create("order", ["thing": "pen"], by: "ann")
    try world.act("submit", on: third, by: "ann", ["thing": "paper"])
    try world.act("submit", on: first, by: "ann")
  }

  /// What nobody looked up is no answer.
  @Test func aKeyChangedByAnEffectIsNotGuessed() throws {
    var world = try StepWorld(Self.order)
    let id = try world.create("order", ["thing": "ink"], by: "ann")
    try world.act("submit", on: id, by: "ann")
    let refusal = try world.refusal(.act("turn", input: [:], reason: nil), on: id, by: "ann")
    #expect(refusal.kind == .blocked)
    #expect(refusal.reasons.first?.message.en.contains("later step") ?? false)
  }
}
