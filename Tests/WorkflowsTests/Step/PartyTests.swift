import JSON
import Testing

@testable import Workflows

/// Whose item it is: the data say so, and they may take it back.
@Suite struct PartyTests {
  static let award = """
    workflow: award
    title: {en: Award, ja: 落札}
    key: AW-{sequence:3}
    create: {by: [clerk, vendor]}
    search: {party: 'data.?winner.orValue("")'}
    data:
      type: object
      properties: {winner: {type: string, title: {en: Winner, ja: 落札者}}}
    roles: {clerk: {title: {en: Clerk, ja: 係}}, vendor: {title: {en: Vendor, ja: 事業者}, held_by: party}}
    states:
      open: {title: {en: Open, ja: 受付}, initial: true, edit: [{by: clerk, fields: all}]}
      done: {title: {en: Done, ja: 完了}, final: true}
    transitions:
      confirm: {title: {en: Confirm, ja: 確認}, from: open, to: $same, by: vendor}
      announce:
        title: {en: Announce, ja: 公表}
        from: open
        to: $same
        by: clerk
        input: {required: [winner]}
        effects: [{notify: {to: [vendor], message: {en: You won., ja: 落札しました。}}}]
      take_back: {title: {en: Take back, ja: 取消し}, from: open, to: $same, by: clerk, effects: [{unset: [winner]}]}
      close: {title: {en: Close, ja: 完了}, from: open, to: done, by: clerk}
    """

  @Test func followsTheDataBackToNobody() throws {
    var world = try StepWorld(Self.award)
    let id = try world.create("award", by: "ann")
    #expect(try world.item(id).party == nil)
    try world.act("announce", on: id, by: "ann", ["winner": "acme"])
    #expect(try world.item(id).party == "acme")
    try world.act("confirm", on: id, by: "vic")
    try world.act("take_back", on: id, by: "ann")
    #expect(try world.item(id).party == nil)
    #expect(try world.refusal(.act("confirm", input: [:], reason: nil), on: id, by: "vic").kind == .denied)
  }

  @Test func whatAVendorMadeRemainsItsOwn() throws {
    var world = try StepWorld(Self.award)
    let id = try world.create("award", by: "vic")
    #expect(try world.item(id).party == "acme")
    try world.act("confirm", on: id, by: "vic")
    #expect(try world.item(id).party == "acme")
    try world.act("announce", on: id, by: "ann", ["winner": "bolt"])
    #expect(try world.item(id).party == "bolt")
    try world.act("take_back", on: id, by: "ann")
    #expect(try world.item(id).party == nil, "another party's item does not come back by itself")
  }

  /// The message goes to whom the data name by then.
  @Test func messagesReachTheNewParty() throws {
    var world = try StepWorld(Self.award)
    let id = try world.create("award", by: "ann")
    let echo = try world.act("announce", on: id, by: "ann", ["winner": "acme"])
    let asked = echo.tasks.flatMap { task -> [PersonCode] in
      if case .notify(_, let recipients, _) = task.kind { recipients } else { [] }
    }
    #expect(asked == ["vic"])
  }
}
