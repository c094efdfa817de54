import Diagnostics
import JSON
import Workflows

extension Parts {
  func state(_ state: State) -> Part {
    var facets = [
      title(state.title),
      Facet("final", Text(en: "final", ja: "終了状態"), .one(state.isFinal ? "true" : nil)),
      Facet("outcome", Text(en: "outcome", ja: "結果"), .one(state.outcome?.text)),
      Facet(
        "edit", Text(en: "data may be changed", ja: "変更できるデータ"),
        .many(state.edits.flatMap { right in right.by.flatMap { role in edits(role, right.fields) } }), .looser),
    ]
    facets.append(
      Facet(
        "deadlines", Text(en: "deadlines", ja: "期限"), .many(state.deadlines.map(\.name.text)), .tighter))
    for deadline in state.deadlines { facets += self.deadline(deadline, "deadlines.\(deadline.name)") }
    if let child = state.child {
      let with = child.with.map { "\($0.field) = \(text($0.value))" }
      facets += [
        Facet("child", Text(en: "waits for a child", ja: "子案件"), .one(child.workflow.text)),
        Facet("child.with", Text(en: "data of the child", ja: "子案件のデータ"), .many(with)),
      ]
    }
    if let review = state.review { facets += self.review(review) }
    return Part(name: names(state.name), title: state.title, facets: facets)
  }

  private func edits(_ role: RoleName, _ fields: [FieldName]?) -> [String] {
    fields.map { $0.map { "\(names(role)): \(names($0))" } } ?? ["\(names(role)): all"]
  }

  private func review(_ review: Review) -> [Facet] {
    var facets = [
      Facet("review.stages", Text(en: "stages of the review", ja: "審査の段階"), .list(review.stages.map(\.name.text))),
      Facet(
        "review.content", Text(en: "consent falls when these change", ja: "変更で再協議となる項目"),
        .many(review.content.map { names($0) }), .tighter),
    ]
    for stage in review.stages {
      let key = "review.\(stage.name)"
      let quorum: String =
        switch stage.quorum {
        case .all: "all"
        case .any: "any"
        case .majority: "majority"
        case .count(let count): String(count)
        }
      facets += [
        Facet(key + ".by", Text(en: "\(stage.name): voters", ja: "\(stage.name)：投票する役割"), .one(names(stage.role))),
        Facet(
          key + ".quorum", Text(en: "\(stage.name): quorum", ja: "\(stage.name)：定足数"), .one(quorum),
          Int(quorum) == nil ? .ranked(["any", "majority", "all"]) : .lowerBound),
        Facet(
          key + ".positions", Text(en: "\(stage.name): posts", ja: "\(stage.name)：対象の職"),
          .one(stage.positions.map { text($0) })),
        Facet(
          key + ".order", Text(en: "\(stage.name): order", ja: "\(stage.name)：順序"),
          .one(stage.isSequence ? "sequence" : nil), .tighter),
        Facet(
          key + ".optional", Text(en: "\(stage.name): may be empty", ja: "\(stage.name)：該当なし可"),
          .one(stage.isOptional ? "true" : nil), .looser),
      ]
    }
    return facets
  }

  func deadline(_ deadline: Deadline, _ key: String) -> [Facet] {
    let name = deadline.name.text
    var facets: [Facet] = []
    func add(_ part: String, _ en: String, _ ja: String, _ value: Facet.Value, _ sense: Facet.Sense = .none) {
      facets.append(Facet("\(key).\(part)", Text(en: "\(name): \(en)", ja: "\(name)：\(ja)"), value, sense))
    }
    switch deadline.basis {
    case .at(let expression): add("at", "day", "期日", .one(text(expression)))
    case .after(let length, let unit, let from, let firstDay):
      add("after", "length", "期間", .one(text(length)), .upperBound)
      add("unit", "unit", "単位", .one(unit.rawValue))
      add("from", "start", "起算", .one(from.map { text($0) }))
      add("first_day", "first day counts if", "初日算入", .one(firstDay.map { text($0) }), .tighter)
    }
    add("roll", "days off", "休日の扱い", .one(deadline.roll.rawValue))
    add(
      "remind", "reminders", "督促",
      .many(
        deadline.reminders.map {
          "\($0.before) \($0.unit.rawValue) → \($0.to.map { names($0) }.joined(separator: ", "))"
        }))
    add(
      "escalate", "escalations", "報告",
      .many(
        deadline.escalations.map {
          "\($0.after) \($0.unit.rawValue) → \($0.to.map { names($0) }.joined(separator: ", "))"
        }))
    add("do", "fires", "行う遷移", .one(deadline.transition?.text))
    add("source", "source", "根拠", .one(deadline.source))
    return facets
  }

  func transition(_ transition: Transition) -> Part {
    let to: String =
      switch transition.to {
      case .state(let name): names(name)
      case .same: "$same"
      case .resume: "$resume"
      }
    let trigger: String =
      switch transition.trigger {
      case .human: "by roles"
      case .automatic(let when): "when \(text(when))"
      case .system: "by system"
      case .child(let outcome): "child ended: \(outcome)"
      case .review(let outcome): "review: \(outcome.rawValue)"
      }
    return Part(
      name: name(of: transition), title: transition.title,
      facets: [
        title(transition.title),
        Facet("from", Text(en: "from", ja: "遷移元"), .many(transition.from.map { names($0) }), .looser),
        Facet("to", Text(en: "to", ja: "遷移先"), .one(to)),
        Facet("trigger", Text(en: "happens", ja: "起動"), .one(trigger)),
        Facet("by", Text(en: "roles", ja: "行う役割"), .many(transition.roles.map { names($0) }), .looser),
        Facet("guard", Text(en: "guards", ja: "要件"), .many(guards(transition.guards)), .tighter),
        Facet(
          "messages", Text(en: "words of refusals", ja: "拒否の文言"),
          .many(transition.guards.map { "\($0.message.ja) / \($0.message.en)" })),
        Facet("effects", Text(en: "effects", ja: "効果"), .many(transition.effects.flatMap { effect($0) })),
        Facet(
          "reason", Text(en: "reason required", ja: "理由の必須"), .one(transition.isReasonRequired ? "true" : nil), .tighter
        ),
        Facet(
          "delegable", Text(en: "may be delegated", ja: "委任"), .one(transition.isDelegable ? "true" : nil), .looser),
        Facet("suspends", Text(en: "suspends", ja: "中断"), .one(transition.suspends ? "true" : nil)),
        source(transition.source),
      ] + input(transition.input))
  }

  /// Branches are called after their state, which may have another name now.
  private func name(of transition: Transition) -> String {
    switch transition.trigger {
    case .child, .review:
      guard let state = transition.from.first, transition.name.text.hasPrefix(state.text + ".") else { break }
      return names(state) + transition.name.text.dropFirst(state.text.count)
    case .human, .automatic, .system: break
    }
    return transition.name.text
  }

  private func effect(_ effect: Effect) -> [String] {
    switch effect {
    case .set(let values): return values.map { "set \(names($0.field)) = \(text($0.value))" }
    case .unset(let fields): return fields.map { "unset \(names($0))" }
    case .open(let duty): return ["open \(duty)"]
    case .start(let child):
      return [
        "start \(child.workflow) {\(child.with.map { "\($0.field) = \(text($0.value))" }.joined(separator: ", "))}"
      ]
    case .notify(let roles, let message):
      return ["notify \(roles.map { names($0) }.joined(separator: ", ")): \(message.ja) / \(message.en)"]
    case .task(let task):
      let with = task.with.map { "\($0.key) = \(text($0.value))" }.joined(separator: ", ")
      let ends = [task.done.map { "done: \($0)" }, task.failed.map { "failed: \($0)" }].compactMap(\.self)
      return [
        "task \(task.name): \(task.kind.rawValue) → \(task.to) {\(with)} \(ends.joined(separator: ", ")) priority \(task.priority)"
      ]
    }
  }

  // MARK: Data

  func field(_ field: DataModel.Field) -> Part {
    let schema = definition.data.schema["properties"]?[field.name.text]?.objectValue ?? [:]
    var facets = [
      title(field.title),
      Facet("required", Text(en: "required", ja: "必須"), .one(field.isRequired ? "true" : nil), .tighter),
      audience(field.audience),
    ]
    for key in Set(schema.keys).union(Self.bounds.keys).sorted() where !Self.apart.contains(key) {
      let value = schema[key]
      if key == "enum" {
        let values = value?.arrayValue?.map(\.canonicalText)
        facets.append(Facet("enum", Text(en: "values", ja: "値"), .many(values ?? []), .looser))
      } else {
        facets.append(Facet(key, Text(verbatim: key), .one(value?.canonicalText), Self.bounds[key] ?? .none))
      }
    }
    return Part(name: names(field.name), title: field.title, facets: facets)
  }

  private static let apart: Set<String> = ["title", "x-visible", "x-hidden-until"]

  private static let bounds: [String: Facet.Sense] = [
    "minimum": .lowerBound, "minLength": .lowerBound, "minItems": .lowerBound, "minProperties": .lowerBound,
    "maximum": .upperBound, "maxLength": .upperBound, "maxItems": .upperBound, "maxProperties": .upperBound,
    "pattern": .tighter, "format": .none,
  ]
}
