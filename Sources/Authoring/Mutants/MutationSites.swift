package import Diagnostics
import YAML

/// All mutants of one definition file, in reading order of their sites.
package func mutants(of file: SourceFile) -> [Mutant] {
  let findings = Findings()
  guard let node = YAMLReader(limits: YAMLLimits(bytes: 4 << 20, nodes: 400_000)).document(file, findings),
    !findings.hasErrors, let workflow = node["workflow"]?.scalar?.text
  else { return [] }
  var sites = MutationSites(workflow, node)
  sites.walk()
  return sites.mutants
}

/// Walks over a definition's tree and notes every mistake that could be made at each site. Keys are those of the
/// language (`workflows/LANGUAGE.md`); what is not there is not mutated.
struct MutationSites {
  let workflow: String
  let root: YAMLNode
  let tree: TreeSource
  /// In the order of the file.
  let roles: [String]
  let states: [String]
  private(set) var mutants: [Mutant] = []
  private var ids: Set<String> = []

  init(_ workflow: String, _ root: YAMLNode) {
    self.workflow = workflow
    self.root = root
    tree = TreeSource(root.value)
    roles = root["roles"]?.mapping?.entries.map(\.key.text) ?? []
    states = root["states"]?.mapping?.entries.map(\.key.text) ?? []
  }

  mutating func walk() {
    let top = SitePath()
    walkDefinition(top)
    each("documents", top) { $0.walkDocument($1, $2) }
    each("roles", top) { $0.walkRole($1, $2) }
    each("states", top) { $0.walkState($1, $2) }
    each("transitions", top) { $0.walkTransition($1, $2) }
    each("duties", top) { $0.walkDuty($1, $2) }
  }

  /// Runs over the named parts of a section.
  private mutating func each(
    _ section: String, _ top: SitePath, _ body: (inout MutationSites, YAMLNode, SitePath) -> Void
  ) {
    for entry in root[section]?.mapping?.entries ?? [] {
      body(&self, entry.value, top.key(section).key(entry.key.text))
    }
  }

  // MARK: Noting

  /// `detail` tells mutants of one kind at one site apart.
  mutating func note(
    _ kind: MutationOperator, _ path: SitePath, at place: Location, detail: String? = nil, _ change: String,
    _ edit: TreeEdit
  ) {
    let id = "\(workflow):\(path):\(kind.rawValue)" + (detail.map { ":" + $0 } ?? "")
    // A repeated name in a list would give the same mutant twice.
    guard ids.insert(id).inserted else { return }
    mutants.append(
      Mutant(
        id: id, workflow: workflow, kind: kind, path: path, place: place, change: change, edit: edit, tree: tree))
  }

  mutating func noteRemoval(_ kind: MutationOperator, _ node: YAMLNode, _ path: SitePath, _ what: String) {
    note(kind, path, at: node.location, "\(what) removed", .remove(path))
  }

  /// Each entry of a list, or the one name that may stand for a list of one.
  mutating func noteRemovals(_ kind: MutationOperator, of node: YAMLNode?, _ path: SitePath, atLeast least: Int = 0) {
    guard let node else { return }
    guard let items = node.sequence else {
      if least == 0, node.scalar != nil { noteRemoval(kind, node, path, "\(path)") }
      return
    }
    guard items.count > least else { return }
    for (index, item) in items.enumerated() {
      let what = item.scalar?.text ?? "entry \(index + 1)"
      note(
        kind, path, at: item.location, detail: item.scalar?.text ?? String(index), "\(what) removed",
        .remove(path.item(index)))
    }
  }

  mutating func noteReplacement(
    _ kind: MutationOperator, _ node: YAMLNode?, _ path: SitePath, by text: String, at place: Location,
    detail: String? = nil
  ) {
    let before = node?.scalar?.text ?? "(default)"
    note(kind, path, at: node?.location ?? place, detail: detail, "\(before) → \(text)", .put(path, .string(text)))
  }

  /// A key with a truth value.
  mutating func noteFlip(_ name: String, in node: YAMLNode, _ path: SitePath) {
    guard let given = node[name], let now = given.scalar?.text else { return }
    let next = now != "true"
    note(
      .flagFlipped, path.key(name), at: given.location, "\(name): \(now) → \(next)",
      .put(path.key(name), .bool(next)))
  }

  /// The roles of a `by:` or `to:`: each in the place of another, and each left out where others remain.
  mutating func noteRoles(_ node: YAMLNode?, _ path: SitePath) {
    guard let node else { return }
    let items = node.sequence ?? [node]
    let names = items.compactMap { $0.scalar?.text }
    for (index, item) in items.enumerated() {
      guard let name = item.scalar?.text, name != "system" else { continue }
      if let other = otherRole(than: name, not: names) {
        let place = node.sequence == nil ? path : path.item(index)
        note(.roleSwapped, path, at: item.location, detail: name, "\(name) → \(other)", .put(place, .string(other)))
      }
      if items.count > 1 {
        note(.roleDropped, path, at: item.location, detail: name, "\(name) removed", .remove(path.item(index)))
      }
    }
  }

  private func otherRole(than name: String, not taken: [String]) -> String? {
    guard let start = roles.firstIndex(of: name) else { return nil }
    return (roles[(start + 1)...] + roles[..<start]).first { !taken.contains($0) }
  }

  /// The next state in the file that is not the target already.
  func otherState(than name: String) -> String? {
    let start = states.firstIndex(of: name) ?? states.count - 1
    return (states[(start + 1)...] + states[..<max(0, start)]).first { $0 != name }
  }

  /// A guard's or a trigger's condition.
  mutating func noteCondition(_ node: YAMLNode?, _ path: SitePath) {
    guard let node, let scalar = node.scalar else { return }
    for mutation in ExpressionMutations(condition: scalar.text).found {
      let place = scalar.location(ofValueRange: mutation.offset..<mutation.offset + 1)
      note(
        mutation.kind, path, at: place, detail: "\(mutation.offset):\(mutation.after.prefix(40))",
        "\(mutation.before) → \(mutation.after)", .put(path, .string(mutation.text)))
    }
  }
}
