import Diagnostics
import YAML

/// Rules of the whole definition: creation, roles, documents, duties.
extension MutationSites {
  mutating func walkDefinition(_ top: SitePath) {
    if let create = root["create"] {
      let path = top.key("create")
      noteRoles(create["by"], path.key("by"))
      noteRemovals(.parentDropped, of: create["parents"], path.key("parents"))
      noteFlip("standalone", in: create, path)
      walkInput(create["input"], path.key("input"))
      walkGuards(create["guard"], path.key("guard"))
    }
    // What lists show of a subject and a day decides nothing; amount and party decide who may act.
    for name in ["amount", "party"] {
      guard let field = root["search"]?[name] else { continue }
      noteRemoval(.searchDropped, field, top.key("search").key(name), "search \(name)")
    }
    for entry in root["keys"]?.mapping?.entries ?? [] {
      let path = top.key("keys").key(entry.key.text)
      noteRemovals(.keyDropped, of: entry.value, path, atLeast: 1)
    }
    noteRemovals(.requirementDropped, of: root["data"]?["required"], top.key("data").key("required"), atLeast: 1)
    if let abandon = root["abandon"] {
      noteRemoval(.abandonDropped, abandon, top.key("abandon"), "abandon")
      redirect(abandon, top.key("abandon"))
    }
  }

  mutating func walkRole(_ node: YAMLNode, _ path: SitePath) {
    noteRemovals(.exclusionDropped, of: node["excludes"], path.key("excludes"))
    if let holder = node["held_by"] {
      let other = holder.scalar?.text == "position" ? "creator" : "position"
      noteReplacement(.holderChanged, holder, path.key("held_by"), by: other, at: holder.location)
    }
    if let scope = node["scope"] {
      let other = scope.scalar?.text == "anywhere" ? "unit" : "anywhere"
      noteReplacement(.scopeChanged, scope, path.key("scope"), by: other, at: scope.location)
    }
    if let acting = node["acting"] { noteRemoval(.actingDropped, acting, path.key("acting"), "acting") }
    noteFlip("delegable", in: node, path)
  }

  mutating func walkDocument(_ node: YAMLNode, _ path: SitePath) {
    noteRoles(node["by"], path.key("by"))
    noteRemovals(.documentRuleDropped, of: node["media"], path.key("media"), atLeast: 1)
    for rule in ["media", "max_size", "max_count"] {
      guard let value = node[rule] else { continue }
      noteRemoval(.documentRuleDropped, value, path.key(rule), rule)
    }
    noteFlip("substantive", in: node, path)
  }

  mutating func walkDuty(_ node: YAMLNode, _ path: SitePath) {
    noteRoles(node["by"], path.key("by"))
    if let due = node["due"] {
      noteRemoval(.dutyDropped, due, path.key("due"), "due")
      walkDeadline(due, path.key("due"))
    }
    walkInput(node["input"], path.key("input"))
    noteRemovals(.blockDropped, of: node["blocks"], path.key("blocks"))
  }
}
