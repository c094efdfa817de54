import Workflows

/// Which definitions must be looked at to know one: what it starts or is started by, stands under or names in an
/// expression, and so on from there. Beyond that, one definition says nothing about another but who may act in its roles.
struct Kinship {
  private var group: [WorkflowName: Int] = [:]
  private var members: [[WorkflowName]] = []

  init(_ definitions: [Definition], _ starts: Starts, _ expressions: (Definition) -> [Expression]) {
    let names = definitions.map { ($0.name, $0.name.text.replacing("-", with: "_")) }
    var kin: [WorkflowName: Set<WorkflowName>] = [:]
    for definition in definitions {
      var near = Set(definition.creation.parents + (starts.of[definition.name] ?? []).map(\.by))
      let texts = expressions(definition).map(\.text)
      for (name, word) in names where texts.contains(where: { $0.contains(word) }) { near.insert(name) }
      for other in near {
        kin[definition.name, default: []].insert(other)
        kin[other, default: []].insert(definition.name)
      }
    }
    for definition in definitions where group[definition.name] == nil {
      var open = [definition.name]
      group[definition.name] = members.count
      var found: [WorkflowName] = []
      while let name = open.popLast() {
        found.append(name)
        for other in kin[name] ?? [] where group[other] == nil {
          group[other] = members.count
          open.append(other)
        }
      }
      members.append(found)
    }
  }

  /// The definition and its kin.
  func of(_ name: WorkflowName) -> Set<WorkflowName> { group[name].map { Set(members[$0]) } ?? [name] }
}
