import Diagnostics
import Workflows

/// Every source (law, rule, guideline) of a definition and where it holds.
struct SourceIndex {
  struct Entry {
    let source: String
    var places: [String]
  }

  private(set) var entries: [Entry] = []

  init(_ definition: Definition, _ language: Language) {
    for role in definition.roles.values.sorted(by: { $0.location.span.lower < $1.location.span.lower }) {
      add(role.source, role.title[language])
    }
    for rule in definition.creation.guards { add(rule.source, language == .en ? "creation" : "作成") }
    for state in definition.stateOrder.compactMap({ definition.states[$0] }) {
      for deadline in state.deadlines {
        add(deadline.source, "\(state.title[language]): \(deadline.title?[language] ?? deadline.name.text)")
      }
    }
    for transition in definition.transitionOrder.compactMap({ definition.transitions[$0] }) {
      add(transition.source, transition.title[language])
      for rule in transition.guards { add(rule.source, transition.title[language]) }
    }
    for duty in definition.duties.values.sorted(by: { $0.location.span.lower < $1.location.span.lower }) {
      add(duty.source, duty.title[language])
      add(duty.due?.source, duty.title[language])
    }
    entries.sort { $0.source < $1.source }
  }

  private mutating func add(_ source: String?, _ place: String) {
    guard let source else { return }
    if let index = entries.firstIndex(where: { $0.source == source }) {
      if !entries[index].places.contains(place) { entries[index].places.append(place) }
    } else {
      entries.append(Entry(source: source, places: [place]))
    }
  }
}
