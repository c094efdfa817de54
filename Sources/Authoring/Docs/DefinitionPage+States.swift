import Diagnostics
import Workflows

/// The sections of single states: what may happen there, who does it, what must hold, by when.
extension DefinitionPage {
  func section(_ name: StateName) -> [String] {
    guard let state = definition.states[name] else { return [] }
    var lines = ["### \(md(state.title))", "", "`\(name)`", ""]
    if let review = state.review { lines += self.review(review) }
    if let child = state.child {
      lines.append("- \(say("Starts and waits for", "開始して待つ")): \(workflow(child.workflow))")
    }
    for deadline in state.deadlines {
      let title = deadline.title.map { md($0) } ?? "`\(deadline.name)`"
      lines.append("- \(say("Deadline", "期限")) **\(title)**: \(self.deadline(deadline))")
    }
    for transition in definition.leaving[name] ?? [] { lines += self.transition(transition) }
    if lines.last == "" { lines.append(say("Nothing leaves this state.", "この状態から先はありません。")) }
    return lines + [""]
  }

  private func review(_ review: Review) -> [String] {
    var lines = review.stages.enumerated().map { index, stage in
      let order = stage.isSequence ? say("in order", "順に") : say("in parallel", "並行")
      let optional = stage.isOptional ? say(", may be empty", "、該当なし可") : ""
      return
        "- \(say("Review", "審査")) \(index + 1). **\(md(stage.title))**: \(roleTitle(stage.role)), \(order), \(quorum(stage.quorum))\(optional)"
    }
    if !review.content.isEmpty {
      let content = review.content.map { fieldTitle($0) }.joined(separator: ", ")
      lines.append("- \(say("Consents fall when these change", "変更で再協議となる項目")): \(content)")
    }
    return lines
  }

  private func quorum(_ quorum: Review.Quorum) -> String {
    switch quorum {
    case .all: say("all approve", "全員の承認")
    case .any: say("one approves", "一人の承認")
    case .majority: say("a majority approves", "過半数の承認")
    case .count(let count): say("\(count) approve", "\(count) 人の承認")
    }
  }

  private func transition(_ transition: Transition) -> [String] {
    var lines = ["- **\(md(transition.title))** (`\(transition.name)`) → \(target(transition))"]
    lines.append("  - \(who(transition))")
    if case .automatic(let when) = transition.trigger { lines.append("  - \(say("When", "条件")): \(code(when.text))") }
    lines += guards(transition.guards, indent: "  ")
    lines += input(transition.input, indent: "  ")
    if transition.isReasonRequired { lines.append("  - " + say("A reason must be given", "理由の記入が必要")) }
    if !transition.isDelegable { lines.append("  - " + say("Only the holder in person", "本人に限る")) }
    let effects = transition.effects.map { effect($0) }.filter { !$0.isEmpty }
    if !effects.isEmpty { lines.append("  - \(say("Then", "効果")): " + effects.joined(separator: "; ")) }
    if let source = transition.source { lines.append("  - \(say("Source", "根拠")): \(md(source))") }
    return lines
  }

  private func target(_ transition: Transition) -> String {
    switch transition.to {
    case .state(let name): link(name)
    case .same: say("stays", "状態は変わらない")
    case .resume: say("back to where it was left", "中断前の状態に戻る")
    }
  }

  private func who(_ transition: Transition) -> String {
    switch transition.trigger {
    case .human(let roles): say("By", "行う役割") + ": " + roleList(roles)
    case .automatic: say("By itself", "自動")
    case .system: say("By a deadline or the result of outside work", "期限または外部作業の結果による")
    case .child(let outcome): say("When the child item ends as", "子案件の結果") + ": `\(outcome)`"
    case .review: say("By the review", "審査の結果による")
    }
  }

  func guards(_ guards: [Guard], indent: String) -> [String] {
    guards.map { rule in
      var line = "\(indent)- \(say("Needs", "要件")): \(code(rule.require.text)) — \(md(rule.message))"
      if !rule.metBy.isEmpty { line += say(" Can be met by: ", " 対応できる役割：") + roleList(rule.metBy) + say(".", "。") }
      if let source = rule.source { line += " [\(md(source))]" }
      return line
    }
  }

  func input(_ input: InputFields, indent: String) -> [String] {
    var lines: [String] = []
    if !input.required.isEmpty {
      lines.append(
        "\(indent)- \(say("Asks for", "入力")): " + input.required.map { fieldTitle($0) }.joined(separator: ", "))
    }
    if !input.optional.isEmpty {
      lines.append(
        "\(indent)- \(say("May take", "任意の入力")): " + input.optional.map { fieldTitle($0) }.joined(separator: ", "))
    }
    return lines
  }

  func deadline(_ deadline: Deadline) -> String {
    var text: String
    switch deadline.basis {
    case .at(let expression): text = say("on ", "期日 ") + code(expression.text)
    case .after(let length, let unit, let from, let firstDay):
      text = "\(code(length.text)) \(unit.word(language))"
      if let from { text += say(" from ", "、起算 ") + code(from.text) }
      if let firstDay { text += say(", first day counted if ", "、初日算入の条件 ") + code(firstDay.text) }
    }
    switch deadline.roll {
    case .none: break
    case .nextWorkingDay: text += say(", rolled to the next working day", "、休日は翌開庁日へ")
    case .previousWorkingDay: text += say(", rolled to the working day before", "、休日は前開庁日へ")
    }
    for reminder in deadline.reminders {
      let to = reminder.to.isEmpty ? say("all who can act", "対応できる全員") : roleList(reminder.to)
      text +=
        "; "
        + say(
          "reminds \(to) \(reminder.before) \(reminder.unit.word(.en)) before",
          "\(reminder.before) \(reminder.unit.word(.ja))前に\(to)へ督促")
    }
    for escalation in deadline.escalations {
      text +=
        "; "
        + say(
          "escalates to \(roleList(escalation.to))"
            + (escalation.after == 0 ? "" : " after \(escalation.after) \(escalation.unit.word(.en))"),
          (escalation.after == 0 ? "" : "\(escalation.after) \(escalation.unit.word(.ja))後に")
            + "\(roleList(escalation.to))へ報告")
    }
    if let transition = deadline.transition { text += "; " + say("then ", "経過後 ") + act(transition) }
    if let source = deadline.source { text += " [\(md(source))]" }
    return text
  }

  private func effect(_ effect: Effect) -> String {
    switch effect {
    case .set(let fields):
      return fields.map { "\(fieldTitle($0.field)) ← \(code($0.value.text))" }.joined(separator: ", ")
    case .unset(let fields): return say("clears ", "消去：") + fields.map { fieldTitle($0) }.joined(separator: ", ")
    case .open(let duty):
      return say("opens the duty ", "義務の発生：") + (definition.duties[duty].map { md($0.title) } ?? duty.text)
    case .start(let child): return say("starts ", "開始：") + workflow(child.workflow)
    case .notify(let roles, let message):
      return say("tells ", "通知：") + roleList(roles) + " “" + md(message) + "”"
    case .task(let task):
      return say("outside work ", "外部作業：") + "`\(task.name)` (\(task.kind.rawValue) → `\(task.to.printable)`)"
    }
  }
}
