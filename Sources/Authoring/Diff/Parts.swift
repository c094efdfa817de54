import Diagnostics
import JSON
import Workflows

/// A definition taken apart into what can be compared. Names in the old version are translated first (`renamed`), so
/// that a renamed state changes only where it stands and not wherever it is mentioned.
struct Parts {
  struct Names {
    var states: [StateName: StateName] = [:]
    var roles: [RoleName: RoleName] = [:]
    var fields: [FieldName: FieldName] = [:]

    func callAsFunction(_ name: StateName) -> String { (states[name] ?? name).text }
    func callAsFunction(_ name: RoleName) -> String { (roles[name] ?? name).text }
    func callAsFunction(_ name: FieldName) -> String { (fields[name] ?? name).text }
  }

  let definition: Definition
  let names: Names

  func parts(_ kind: PartKind) -> [Part] {
    switch kind {
    case .workflow: [workflow]
    case .role: definition.roles.values.sorted { $0.location.span.lower < $1.location.span.lower }.map(role)
    case .field: definition.data.fields.map(field)
    case .document: definition.documents.values.sorted { $0.name < $1.name }.map(document)
    case .state: definition.stateOrder.compactMap { definition.states[$0] }.map(state)
    case .transition:
      definition.transitionOrder.compactMap { definition.transitions[$0] }.map(transition)
    case .duty: definition.duties.values.sorted { $0.location.span.lower < $1.location.span.lower }.map(duty)
    }
  }

  private var workflow: Part {
    let creation = definition.creation
    let search = definition.search
    let keys = definition.keys.map { "\($0.key): \($0.value.map { text($0) }.joined(separator: ", "))" }.sorted()
    let values = [
      ("subject", search.subject), ("amount", search.amount), ("date", search.date), ("party", search.party),
    ].compactMap { name, value in value.map { "\(name): \(text($0))" } }
    return Part(
      name: definition.name.text, title: definition.title,
      facets: [
        title(definition.title),
        Facet("description", Text(en: "description", ja: "説明"), .one(definition.details.map { "\($0.ja) / \($0.en)" })),
        Facet("key", Text(en: "pattern of codes", ja: "コードの書式"), .one(definition.key.pattern)),
        Facet("calendar", Text(en: "calendar", ja: "暦"), .one(definition.calendar)),
        Facet("parameters", Text(en: "parameters", ja: "パラメータ"), .many(definition.parameters.map(\.text))),
        Facet("create.by", Text(en: "may be created by", ja: "作成できる役割"), .many(creation.by.map { names($0) }), .looser),
        Facet("create.parents", Text(en: "created under", ja: "作成元"), .many(creation.parents.map(\.text)), .looser),
        Facet(
          "create.standalone", Text(en: "may stand alone", ja: "単独作成"), .one(creation.standalone ? "true" : nil),
          .looser),
        Facet("create.guard", Text(en: "guards of creation", ja: "作成の要件"), .many(guards(creation.guards)), .tighter),
        Facet(
          "create.required", Text(en: "asked for at creation", ja: "作成時の必須入力"),
          .many(creation.input.required.map { names($0) }), .tighter),
        Facet(
          "create.optional", Text(en: "may be given at creation", ja: "作成時の任意入力"),
          .many(creation.input.optional.map { names($0) }), .looser),
        Facet("search", Text(en: "search values", ja: "検索値"), .many(values)),
        Facet("keys", Text(en: "keys", ja: "キー"), .many(keys)),
        Facet("initial", Text(en: "initial state", ja: "初期状態"), .one(names(definition.initial))),
        Facet("abandon", Text(en: "state when abandoned", ja: "放棄時の状態"), .one(definition.abandon.map { names($0) })),
      ])
  }

  private func role(_ role: Role) -> Part {
    let holder: String =
      switch role.holder {
      case .position(let anywhere): anywhere ? "position anywhere" : "position"
      case .creator: "creator"
      case .party: "party"
      case .field(let field): "data." + names(field)
      }
    return Part(
      name: names(role.name), title: role.title,
      facets: [
        title(role.title), Facet("held_by", Text(en: "held by", ja: "保持者"), .one(holder)),
        Facet(
          "excludes", Text(en: "never the same person as", ja: "兼ねられない役割"), .many(role.excludes.map { names($0) }),
          .tighter),
        Facet("delegable", Text(en: "may be delegated", ja: "委任"), .one(role.isDelegable ? "true" : nil), .looser),
        Facet("acting", Text(en: "acting decision opens", ja: "代決で生じる義務"), .one(role.actingDuty?.text), .looser),
        source(role.source),
      ])
  }

  private func document(_ slot: DocumentSlot) -> Part {
    Part(
      name: slot.name.text, title: slot.title,
      facets: [
        title(slot.title),
        Facet("by", Text(en: "attached by", ja: "添付できる役割"), .many(slot.by.map { names($0) }), .looser),
        Facet("media", Text(en: "kinds", ja: "形式"), .many(slot.media)),
        Facet("max_size", Text(en: "largest size", ja: "サイズの上限"), .one(String(slot.maxSize)), .upperBound),
        Facet("max_count", Text(en: "most files", ja: "件数の上限"), .one(String(slot.maxCount)), .upperBound),
        audience(slot.visible),
        Facet(
          "substantive", Text(en: "consent falls when it changes", ja: "変更で再協議"),
          .one(slot.isSubstantive ? "true" : nil), .tighter),
      ])
  }

  private func duty(_ duty: Duty) -> Part {
    Part(
      name: duty.name.text, title: duty.title,
      facets: [
        title(duty.title),
        Facet("by", Text(en: "discharged by", ja: "履行する役割"), .many(duty.by.map { names($0) }), .looser),
        Facet("blocks", Text(en: "blocks", ja: "止める遷移"), .many(duty.blocks.map(\.text)), .tighter), source(duty.source),
      ] + input(duty.input) + (duty.due.map { deadline($0, "due") } ?? []))
  }

  // MARK: Shared aspects

  func title(_ title: Text) -> Facet {
    Facet("title", Text(en: "title", ja: "名称"), .one("\(title.ja) / \(title.en)"))
  }

  func source(_ source: String?) -> Facet { Facet("source", Text(en: "source", ja: "根拠"), .one(source)) }

  func audience(_ audience: Audience?) -> Facet {
    let names = audience.map { audience in
      (audience.includesInternal ? ["internal"] : []) + audience.roles.map { self.names($0) }.sorted()
        + (audience.until.map { ["until \(self.names($0))"] } ?? [])
    }
    return Facet("visible", Text(en: "seen by", ja: "閲覧できる者"), .one(names?.joined(separator: ", ")), .tighter)
  }

  func input(_ input: InputFields) -> [Facet] {
    [
      Facet("input.required", Text(en: "asks for", ja: "必須入力"), .many(input.required.map { names($0) }), .tighter),
      Facet("input.optional", Text(en: "may take", ja: "任意入力"), .many(input.optional.map { names($0) }), .looser),
    ]
  }

  func guards(_ guards: [Guard]) -> [String] {
    guards.map { rule in rule.source.map { "\(text(rule.require)) [\($0)]" } ?? text(rule.require) }
  }

  /// An expression without regard to layout.
  func text(_ expression: Expression) -> String {
    expression.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
