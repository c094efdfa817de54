import Diagnostics
import YAML

extension MutationSites {
  mutating func walkTransition(_ node: YAMLNode, _ path: SitePath) {
    noteRemoval(.transitionRemoved, node, path, "transition")
    redirect(node["to"], path.key("to"))
    if node["from"]?.sequence != nil { noteRemovals(.sourceDropped, of: node["from"], path.key("from"), atLeast: 1) }
    noteRemovals(.exceptionDropped, of: node["except"], path.key("except"))
    noteRoles(node["by"], path.key("by"))
    if let when = node["when"] {
      noteCondition(when, path.key("when"))
      if when.scalar?.text != "true" {
        note(
          .conditionDropped, path.key("when"), at: when.location, "\(when.scalar?.text ?? "") → true",
          .put(path.key("when"), .string("true")))
      }
    }
    walkInput(node["input"], path.key("input"))
    if node["reason"]?.scalar?.text == "required", let reason = node["reason"] {
      noteRemoval(.reasonDropped, reason, path.key("reason"), "reason: required")
    }
    walkGuards(node["guard"], path.key("guard"))
    walkEffects(node["effects"], path.key("effects"))
    noteFlip("delegable", in: node, path)
    noteFlip("suspends", in: node, path)
  }

  mutating func walkGuards(_ node: YAMLNode?, _ path: SitePath) {
    for (index, rule) in (node?.sequence ?? []).enumerated() {
      let place = path.item(index)
      noteRemoval(.guardDropped, rule, place, rule["require"]?.scalar?.text ?? "guard")
      noteCondition(rule["require"], place.key("require"))
    }
  }

  /// Fields that an act must bring, or may.
  mutating func walkInput(_ node: YAMLNode?, _ path: SitePath) {
    noteRemovals(.inputDropped, of: node?["required"], path.key("required"))
    noteRemovals(.inputDropped, of: node?["optional"], path.key("optional"))
  }

  mutating func walkEffects(_ node: YAMLNode?, _ path: SitePath) {
    for (index, effect) in (node?.sequence ?? []).enumerated() {
      let place = path.item(index)
      let kind = effect.mapping?.entries.first?.key.text ?? "effect"
      noteRemoval(.effectDropped, effect, place, kind)
      let fields = effect["set"]?.mapping?.entries ?? []
      if fields.count > 1 {
        for field in fields {
          noteRemoval(.valueDropped, field.value, place.key("set").key(field.key.text), "set \(field.key.text)")
        }
      }
      noteRemovals(.valueDropped, of: effect["unset"], place.key("unset"), atLeast: 1)
      for field in effect["start"]?["with"]?.mapping?.entries ?? [] {
        let path = place.key("start").key("with").key(field.key.text)
        noteRemoval(.valueDropped, field.value, path, "value of \(field.key.text)")
      }
      noteRoles(effect["notify"]?["to"], place.key("notify").key("to"))
      if let task = effect["task"] { walkTask(task, place.key("task")) }
    }
  }

  /// What outside work is told, and what its end does.
  private mutating func walkTask(_ node: YAMLNode, _ path: SitePath) {
    for field in node["with"]?.mapping?.entries ?? [] {
      noteRemoval(.valueDropped, field.value, path.key("with").key(field.key.text), "value of \(field.key.text)")
    }
    let branches = node["on"]?.mapping?.entries ?? []
    for branch in branches {
      let place = path.key("on").key(branch.key.text)
      noteRemoval(.branchDropped, branch.value, place, "branch \(branch.key.text)")
      let others = branches.compactMap { $0.value.scalar?.text }.filter { $0 != branch.value.scalar?.text }
      guard let other = others.first else { continue }
      noteReplacement(.redirected, branch.value, place, by: other, at: branch.value.location)
    }
  }
}
