import CEL
import Diagnostics

/// What a definition is checked against: what other files of the same run say, over what is deployed.
struct LoadingWorld {
  var calendars: [String: WorkCalendar] = [:]
  var parameters: [ParameterName: Parameter] = [:]
  var neighbours: [WorkflowName: Neighbour] = [:]

  init(_ library: Library) {
    calendars = library.calendars
    parameters = library.parameters
    for name in library.current.keys {
      if let definition = library.definition(name) { neighbours[name] = definition.neighbour }
    }
  }
}

extension Definition {
  /// What the definition shows of itself to others.
  package var neighbour: Neighbour {
    Neighbour(
      workflow: name, data: data.shape, states: stateOrder,
      outcomes: stateOrder.compactMap { states[$0]?.outcome }.withoutRepeats, roles: roles.keys.sorted())
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of its first appearance.
  var withoutRepeats: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
