import Diagnostics
import JSON
import YAML

/// One step as written. Its kind is the one key of `create`, `do`, `vote`, … that it has; none: time passes.
struct StepDraft: YAMLRecord {
  /// Names with their places, for `CaseCheck`.
  struct Names {
    var workflow: LocatedName?
    var alias: LocatedName?
    var references: [Located<ScenarioReference>] = []
    var act: LocatedName?
    var slot: LocatedName?
    var task: LocatedName?
    var fields: [LocatedName] = []
    var persons: [LocatedName] = []
    var positions: [LocatedName] = []

    mutating func note(_ actor: Actor, at place: Location) {
      persons.append(Located(actor.person.text, at: place))
      if let position = actor.position { positions.append(Located(position.text, at: place)) }
    }
  }

  let step: ScenarioStep
  let at: Located<Instant>?
  let names: Names
  let expectation: ExpectationDraft?

  init?(_ fields: FieldReader) {
    at = fields.optional("at", .located(.moment))
    var reader = ActionReader(fields: fields)
    let action = reader.action()
    let intake = fields.optional("intake", .bool, default: false)
    expectation = fields.optional("expect", ExpectationDraft.reading)
    var names = reader.names
    let expected = expectation.map { [$0.expectation.subject] + $0.expectation.items.map(\.item) } ?? []
    for rights in expected.flatMap(\.may) { names.note(rights.actor, at: rights.location) }
    self.names = names
    if action == nil, at == nil, !reader.failed {
      fields.report(
        .expectation, Text(en: "the step does nothing", ja: "この手順は何もしません"),
        help: Text(en: "add \"do\", \"create\", \"at\" or another act", ja: "「do」「create」「at」などを書いてください"))
    }
    step = ScenarioStep(
      at: at?.value, action: action, isIntake: intake,
      expectation: expectation?.expectation ?? .success(at: fields.context.owner),
      location: fields.context.owner)
  }
}

/// Reads the fields of whichever act a step is.
struct ActionReader {
  enum Kind: String, CaseIterable {
    case create
    case act = "do"
    case vote
    case edit
    case attach
    case link
    case delegate
    case absent
    case move
    case task
  }

  let fields: FieldReader
  var names = StepDraft.Names()
  /// A mistake in the act was reported.
  var failed = false

  mutating func action() -> ScenarioAction? {
    let kinds = Kind.allCases.filter { fields.has($0.rawValue) }
    guard let kind = kinds.first else { return nil }
    failed = true
    if kinds.count > 1 {
      fields.report(
        .expectation,
        Text(
          en: "a step is one act, not \(kinds.map(\.rawValue).joined(separator: " and "))",
          ja: "一つの手順に書ける操作は一つです（\(kinds.map(\.rawValue).joined(separator: "、"))）"), at: kinds[1].rawValue,
        help: Text(en: "make two steps of it", ja: "手順を分けてください"))
      for extra in kinds.dropFirst() { _ = fields.optional(extra.rawValue, .node) }
    }
    let action = read(kind)
    if action != nil { failed = false }
    return action
  }

  private mutating func read(_ kind: Kind) -> ScenarioAction? {
    switch kind {
    case .create: create()
    case .act: act("do")
    case .vote: vote()
    case .edit: edit()
    case .attach: attach()
    case .link: link()
    case .delegate: delegate()
    case .absent: absent()
    case .move: move()
    case .task: task()
    }
  }

  private mutating func create() -> ScenarioAction? {
    names.workflow = fields.required("create", .located(.string))
    names.alias = fields.optional("as", .located(.string))
    let under = fields.optional("under", .located(ScenarioReference.reading))
    if let under { names.references.append(under) }
    let data = values("data")
    guard let by = actor(), let workflow = names.workflow else { return nil }
    return .create(
      ScenarioItem(
        workflow: WorkflowName(workflow.value), alias: names.alias?.value, under: under?.value, by: by, data: data))
  }

  private mutating func act(_ key: String) -> ScenarioAction? {
    names.act = fields.required(key, .located(.string))
    let input = values("set")
    let reason = fields.optional("reason", .string)
    let (on, by) = (item(), actor())
    guard let act = names.act, let on, let by else { return nil }
    if act.value == "open" {
      names.act = nil
      return .open(on: on, by: by)
    }
    return .act(TransitionName(act.value), on: on, by: by, input: input, reason: reason)
  }

  private mutating func vote() -> ScenarioAction? {
    let vote = fields.required("vote", .word(Vote.self))
    let reason = fields.optional("reason", .string)
    let (on, by) = (item(), actor())
    guard let vote, let on, let by else { return nil }
    return .act(TransitionName(vote.rawValue), on: on, by: by, input: [:], reason: reason)
  }

  private mutating func edit() -> ScenarioAction? {
    let changes = values("edit")
    let reason = fields.optional("reason", .string)
    guard let on = item(), let by = actor() else { return nil }
    return .edit(changes.mapValues { $0 == .null ? JSONValue?.none : .some($0) }, on: on, by: by, reason: reason)
  }

  private mutating func attach() -> ScenarioAction? {
    names.slot = fields.required("attach", .located(.string))
    let file = fields.required("file", .record(FileDraft.self))
    let (on, by) = (item(), actor())
    guard let slot = names.slot, let file, let on, let by else { return nil }
    return .attach(SlotName(slot.value), file.file, on: on, by: by)
  }

  private mutating func link() -> ScenarioAction? {
    let link = fields.required("link", .record(LinkDraft.self))
    guard let by = actor(), let from = link?.from, let to = link?.to, let relation = link?.relation else { return nil }
    names.references += [from, to]
    return .link(from: from.value, to: to.value, relation: relation, by: by)
  }

  private mutating func delegate() -> ScenarioAction? {
    let draft = fields.required("delegate", .record(DelegationDraft.self))
    guard let draft, let from = draft.from, let to = draft.to else { return nil }
    names.persons += [from, to]
    return .delegate(
      Delegation(
        from: PersonCode(from.value), to: PersonCode(to.value), roles: Set(draft.roles.map { RoleName($0.value) }),
        maxAmount: draft.maxAmount.map { Int64($0) }, period: Period(from: draft.since, to: draft.until)))
  }

  private mutating func absent() -> ScenarioAction? {
    let draft = fields.required("absent", .record(AbsenceDraft.self))
    guard let draft, let person = draft.person else { return nil }
    names.persons.append(person)
    return .absent(
      Absence(person: PersonCode(person.value), period: Period(from: draft.from, to: draft.until)))
  }

  private mutating func move() -> ScenarioAction? {
    let draft = fields.required("move", .record(MoveDraft.self))
    guard let draft, let person = draft.person else { return nil }
    names.persons.append(person)
    names.positions += [draft.from, draft.to].compactMap { $0 }
    return .move(
      PersonCode(person.value), from: draft.from.map { PositionCode($0.value) },
      to: draft.to.map { PositionCode($0.value) })
  }

  private mutating func task() -> ScenarioAction? {
    let draft = fields.required("task", .record(TaskEndDraft.self))
    let on = item()
    guard let draft, let name = draft.name, let on else { return nil }
    names.task = name
    return .endTask(TaskName(name.value), on: on, result: draft.result, failed: draft.failed)
  }

  // MARK: Parts

  private mutating func item() -> ScenarioReference? {
    guard let on = fields.required("on", .located(ScenarioReference.reading)) else { return nil }
    names.references.append(on)
    return on.value
  }

  /// `tanaka`, or `tanaka/POSITION` to pick one of several positions.
  private mutating func actor() -> Actor? {
    guard let by = fields.required("by", .located(.string(length: 1...200))) else { return nil }
    let actor = Actor(caseText: by.value)
    names.note(actor, at: by.location)
    return actor
  }

  private mutating func values(_ key: String) -> [String: JSONValue] {
    let values = fields.optional(key, .dictionary(of: .json), default: [])
    names.fields += values.map(\.name)
    return Dictionary(values.map { ($0.name.value, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Actor {
  /// `tanaka`, or `tanaka/POSITION` to pick one of several positions.
  init(caseText text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    self.init(
      person: PersonCode(parts.first ?? ""), position: parts.count == 2 ? PositionCode(parts[1]) : nil)
  }
}

extension ScenarioReference {
  static var reading: YAMLReading<ScenarioReference> {
    let expected = Text(en: "an alias, or alias.workflow", ja: "別名、または 別名.ワークフロー")
    return .from(YAMLReading<String>.string.checked(expected) { ScenarioReference($0) != nil }) {
      ScenarioReference($0) ?? ScenarioReference(alias: $0)
    }
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let alias = parts.first, parts.allSatisfy({ !$0.isEmpty }), parts.count <= 8 else { return nil }
    self.init(alias: String(alias), path: parts.dropFirst().map { WorkflowName($0) })
  }
}
