import JSON
import Workflows

/// Which fields of a definition an item must have so that somebody can act on it, and what stands in fields that hold
/// codes of the directory.
struct Fillings {
  /// The party's, and those that name the position of a role.
  let needed: Set<FieldName>
  /// The position that holds a role, the voters of a stage.
  let codes: [FieldName: JSONValue]

  init(_ definition: Definition) {
    var needed = Set(definition.search.party?.dataFields ?? [])
    var codes: [FieldName: JSONValue] = [:]
    for state in definition.stateOrder.reversed() {
      for stage in definition.states[state]?.review?.stages ?? [] {
        let seats = max(1, stage.quorum.needed(of: 1))
        for field in stage.positions?.dataFields ?? [] {
          codes[field] = .array((0..<seats).map { .string(Cast.post(stage.role, $0).text) })
        }
      }
    }
    for role in definition.roles.values.sorted(by: { $1.name < $0.name }) {
      guard case .field(let field) = role.holder else { continue }
      needed.insert(field)
      codes[field] = .string(Cast.post(role.name, 0).text)
    }
    self.needed = needed
    self.codes = codes
  }
}
