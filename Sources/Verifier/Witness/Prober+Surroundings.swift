import CEL
import JSON
import Workflows

extension Prober {
  /// Puts the parent into the state that conditions ask for, and relatives beside the item.
  mutating func surround(_ here: inout Standing, _ box: Box) {
    if let id = here.item.parent, var parent = here.others[id],
      let definition = view.session.library.definitions[parent.definition]
    {
      if case .text(let texts)? = box.cells["parent.state"]?.value,
        let state = definition.stateOrder.first(where: { texts.contains($0.text) })
      {
        parent.state = state
      }
      parent.data.merge(data(of: definition, "parent.data", box)) { _, new in new }
      here.others[id] = parent
    }
    for (path, cell) in box.cells.sorted(by: { $0.key < $1.key }) {
      guard case .list(let size) = cell.value, size.lower > 0, path.hasPrefix("family.") || path.hasPrefix("children."),
        path.split(separator: ".").count == 2
      else { continue }
      let field = path.split(separator: ".")[1]
      guard
        let name = view.session.definitions.map(\.name).first(where: { $0.text.replacing("-", with: "_") == field }),
        let definition = view.session.library.definition(name)
      else { continue }
      let isChild = path.hasPrefix("children.")
      for number in 0..<min(size.lower, 3) {
        let base = "\(path)[\(number)]"
        var state = definition.initial
        if let found = definition.stateOrder.first(where: { fits($0, definition, base, box) }) { state = found }
        let item = blank(
          definition, state: state, data: data(of: definition, base + ".data", box),
          parent: isChild ? here.item.id : here.item.parent, family: here.item.family)
        here.others[item.id] = item
        here.guests.insert(item.id)
      }
    }
  }

  private func fits(_ state: StateName, _ definition: Definition, _ base: String, _ box: Box) -> Bool {
    // A neighbour stands where its own flow can bring it.
    guard let flow = view.session.flows[definition.name], let place = flow.index[state] else { return false }
    guard flow.shortestWays(.unknown).has(place) else { return false }
    if case .text(let texts)? = box.cells[base + ".state"]?.value, !texts.contains(state.text) { return false }
    let isOpen = !(definition.states[state]?.isFinal ?? false)
    if case .bool(let yes, let no)? = box.cells[base + ".open"]?.value, isOpen ? !yes : !no { return false }
    if let outcome = box.cells[base + ".outcome"] {
      let own = definition.states[state]?.outcome
      if outcome.presence == .yes, own == nil { return false }
      if case .text(let texts) = outcome.value, let own, !texts.contains(own.text) { return false }
    }
    return true
  }

  private func data(of definition: Definition, _ base: String, _ box: Box) -> [String: JSONValue] {
    let root = definition.data.schema
    let sampler = Sampler(root: root, today: view.session.options.today)
    var data: [String: JSONValue] = [:]
    for field in definition.data.fields {
      let path = base + "." + field.name.text
      guard let cell = box.cells[path], cell.presence == .yes, let schema = root["properties"]?[field.name.text]
      else { continue }
      // Of a parent expressions know no schema, so the narrowed path is looked up under this one's name.
      data[field.name.text] = sampler.value(schema, path, box)
    }
    return data
  }
}
