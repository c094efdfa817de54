import Diagnostics
import YAML

/// Rules of the whole definition: creation, roles, documents, duties.
extension MutationSites {
  mutating func walkDefinition(_ top: SitePath) {
    if let create = root["create"] {
      let path = top.key("create")
      noteRoles(create["by"], path.key("by"))
      noteRemovals(.parentDropped, of: create["parents"], path.key("parents"))
      if create["parents"] != nil { noteFlip("standalone", in: create, path, default: true) }
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
    let holder = node["held_by"]?.scalar?.text ?? "position"
    if holder != "position" {
      noteReplacement(.holderChanged, node["held_by"], path.key("held_by"), by: "position", at: node.location)
    } else {
      noteReplacement(.holderChanged, node["held_by"], path.key("held_by"), by: "creator", at: node.location)
      let scope = node["scope"]?.scalar?.text ?? "unit"
      noteReplacement(
        .scopeChanged, node["scope"], path.key("scope"), by: scope == "unit" ? "anywhere" : "unit", at: node.location)
    }
    if let acting = node["acting"] { noteRemoval(.actingDropped, acting, path.key("acting"), "acting") }
    if holder == "position" { noteFlip("delegable", in: node, path, default: true) }
  }

  mutating func walkDocument(_ node: YAMLNode, _ path: SitePath) {
    noteRoles(node["by"], path.key("by"))
    noteRemovals(.documentRuleDropped, of: node["media"], path.key("media"), atLeast: 1)
    for rule in ["media", "max_size", "max_count"] {
      guard let value = node[rule] else { continue }
      noteRemoval(.documentRuleDropped, value, path.key(rule), rule)
    }
    if node["substantive"] != nil { noteFlip("substantive", in: node, path, default: false) }
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
