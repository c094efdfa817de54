import Diagnostics
import YAML

extension MutationSites {
  mutating func walkState(_ node: YAMLNode, _ path: SitePath) {
    if let outcome = node["outcome"] { noteRemoval(.outcomeDropped, outcome, path.key("outcome"), "outcome") }
    walkEdits(node["edit"], path.key("edit"))
    for entry in node["deadlines"]?.mapping?.entries ?? [] {
      let place = path.key("deadlines").key(entry.key.text)
      noteRemoval(.deadlineDropped, entry.value, place, "deadline \(entry.key.text)")
      walkDeadline(entry.value, place)
    }
    if let child = node["child"] { walkChild(child, path.key("child")) }
    walkBranches(node["on"], path.key("on"))
    if let review = node["review"] { walkReview(review, path.key("review")) }
  }

  private mutating func walkEdits(_ node: YAMLNode?, _ path: SitePath) {
    for (index, right) in (node?.sequence ?? []).enumerated() {
      let place = path.item(index)
      noteRemoval(.editDropped, right, place, "right to edit")
      noteRoles(right["by"], place.key("by"))
      if right["fields"]?.sequence != nil {
        noteRemovals(.editDropped, of: right["fields"], place.key("fields"), atLeast: 1)
      }
    }
  }

  private mutating func walkChild(_ node: YAMLNode, _ path: SitePath) {
    for entry in node["with"]?.mapping?.entries ?? [] {
      noteRemoval(.valueDropped, entry.value, path.key("with").key(entry.key.text), "value of \(entry.key.text)")
    }
  }

  private mutating func walkBranches(_ node: YAMLNode?, _ path: SitePath) {
    for entry in node?.mapping?.entries ?? [] {
      let place = path.key(entry.key.text)
      noteRemoval(.branchDropped, entry.value, place, "branch \(entry.key.text)")
      let isLong = entry.value.mapping != nil
      let target = isLong ? entry.value["to"] : entry.value
      redirect(target, isLong ? place.key("to") : place)
      walkEffects(entry.value["effects"], place.key("effects"))
    }
  }

  mutating func redirect(_ node: YAMLNode?, _ path: SitePath) {
    guard let node, let name = node.scalar?.text, let other = otherState(than: name) else { return }
    noteReplacement(.redirected, node, path, by: other, at: node.location)
  }

  private mutating func walkReview(_ node: YAMLNode, _ path: SitePath) {
    noteRemovals(.contentDropped, of: node["content"], path.key("content"))
    let stages = node["stages"]?.sequence ?? []
    for (index, stage) in stages.enumerated() {
      let place = path.key("stages").item(index)
      if stages.count > 1 { noteRemoval(.stageDropped, stage, place, "stage \(stage["name"]?.scalar?.text ?? "")") }
      noteRoles(stage["by"], place.key("by"))
      if let positions = stage["positions"] {
        noteRemoval(.positionsDropped, positions, place.key("positions"), "positions")
      }
      let order = stage["order"]?.scalar?.text == "sequence" ? "parallel" : "sequence"
      noteReplacement(.orderChanged, stage["order"], place.key("order"), by: order, at: stage.location)
      walkQuorum(stage["quorum"], place.key("quorum"))
      noteFlip("optional", in: stage, place)
    }
    walkBranches(node["on"], path.key("on"))
  }

  private mutating func walkQuorum(_ node: YAMLNode?, _ path: SitePath) {
    guard let node, let quorum = node.scalar?.text else { return }
    if let count = Int(quorum) {
      note(.quorumChanged, path, at: node.location, "\(count) → \(count + 1)", .put(path, .int(Int64(count) + 1)))
    } else {
      noteReplacement(.quorumChanged, node, path, by: quorum == "all" ? "any" : "all", at: node.location)
    }
  }

  // MARK: Deadlines

  mutating func walkDeadline(_ node: YAMLNode, _ path: SitePath) {
    if let after = node["after"]?.scalar {
      noteReplacement(.amountChanged, node["after"], path.key("after"), by: "(\(after.text)) + 1", at: after.location)
    }
    if let at = node["at"]?.scalar {
      noteReplacement(.amountChanged, node["at"], path.key("at"), by: "add_days(\(at.text), 1)", at: at.location)
    }
    let unit = node["unit"]?.scalar?.text ?? "calendar_days"
    if node["after"] != nil {
      let other = unit == "calendar_days" ? "working_days" : "calendar_days"
      noteReplacement(.unitChanged, node["unit"], path.key("unit"), by: other, at: node.location)
      if unit != "hours" { firstDay(node["first_day"], path.key("first_day"), at: node.location) }
    }
    if let from = node["from"] { noteRemoval(.startDropped, from, path.key("from"), "start") }
    // A period in working days ends on one: rolling it means nothing.
    if unit == "calendar_days" || unit == "months" || node["at"] != nil {
      let roll = node["roll"]?.scalar?.text ?? "none"
      let other = roll == "none" ? "next_working_day" : "none"
      noteReplacement(.rollChanged, node["roll"], path.key("roll"), by: other, at: node.location)
    }
    walkWarnings(.reminderDropped, node["remind"], path.key("remind"), amount: "before")
    walkWarnings(.escalationDropped, node["escalate"], path.key("escalate"), amount: "after")
    if let act = node["do"] { noteRemoval(.actDropped, act, path.key("do"), "do: \(act.scalar?.text ?? "")") }
  }

  private mutating func firstDay(_ node: YAMLNode?, _ path: SitePath, at place: Location) {
    let now = node?.scalar?.text ?? "not_counted"
    let next =
      switch now {
      case "not_counted": "counted"
      case "counted": "not_counted"
      default: "!(\(now))"
      }
    noteReplacement(.firstDayChanged, node, path, by: next, at: place)
  }

  /// Reminders and escalations: each left out, moved by a step, sent to somebody else.
  private mutating func walkWarnings(_ kind: MutationOperator, _ node: YAMLNode?, _ path: SitePath, amount: String) {
    for (index, warning) in (node?.sequence ?? []).enumerated() {
      let place = path.item(index)
      noteRemoval(kind, warning, place, amount == "before" ? "reminder" : "escalation")
      if let number = warning[amount], case .int(let count) = number.value {
        note(
          .amountChanged, place.key(amount), at: number.location, "\(count) → \(count + 1)",
          .put(place.key(amount), .int(count + 1)))
        if count > 0 {
          let unit = warning["unit"]?.scalar?.text ?? "calendar_days"
          let other = unit == "calendar_days" ? "working_days" : "calendar_days"
          noteReplacement(.unitChanged, warning["unit"], place.key("unit"), by: other, at: warning.location)
        }
      }
      noteRoles(warning["to"], place.key("to"))
    }
  }
}
