import Workflows

extension Box {
  /// The cell of a field; nil for a part of one of which the box says nothing.
  func cell(_ path: String, _ regions: Regions) -> Cell? {
    if let known = cells[path] { return known }
    let name = String(path.dropFirst(5))
    guard path.hasPrefix("data."), let field = regions.view.definition.data.byName[FieldName(name)] else { return nil }
    return Cell(presence: isStrict && field.isRequired ? .yes : .maybe, value: regions.full(field.name))
  }

  /// Boxes that together hold every situation that lies outside of some cell; all of it where that cannot be said.
  func cut(_ inner: [String: Cell], _ regions: Regions) -> [Box] {
    var outside: [Box] = []
    var rest = self
    for (path, cell) in inner.sorted(by: { $0.key < $1.key }) {
      guard let own = rest.cell(path, regions) else { return [self] }
      for part in own.outside(cell) {
        var box = rest
        box.cells[path] = part
        outside.append(box)
      }
      guard let common = own.intersection(cell) else { return [self] }
      rest.cells[path] = common
    }
    return outside
  }
}

extension Cell {
  /// Cells that together hold all that this one holds and the other does not.
  func outside(_ other: Cell) -> [Cell] {
    var parts: [Cell] = []
    if presence != .yes, other.presence == .yes { parts.append(Cell(presence: .no, value: value)) }
    if presence != .no {
      if other.presence == .no {
        parts.append(Cell(presence: .yes, value: value))
      } else {
        parts += value.outside(other.value).map { Cell(presence: .yes, value: $0) }
      }
    }
    return parts
  }
}

extension Value {
  /// Values that together hold all that this one holds and the other does not: all of this one where that cannot be said.
  func outside(_ other: Value) -> [Value] {
    if intersection(other) == self { return [] }
    switch (self, other) {
    case (.int(let range), .int(let inner)):
      guard !range.intersection(inner).isEmpty else { return [self] }
      var parts: [Value] = []
      if range.lower < inner.lower { parts.append(.int(Interval(range.lower, inner.lower - 1))) }
      if inner.upper < range.upper { parts.append(.int(Interval(inner.upper + 1, range.upper))) }
      return parts
    case (.bool(let yes, let no), .bool(let innerYes, let innerNo)):
      let rest = Value.bool(canBeTrue: yes && !innerYes, canBeFalse: no && !innerNo)
      return rest.isEmpty ? [] : [rest]
    case (.text(let texts), .text(.of(let inner))):
      let rest = texts.intersection(.except(inner))
      return rest.isEmpty ? [] : [.text(rest)]
    case (.text(let texts), .text(.except(let barred))):
      let rest = texts.intersection(.of(barred))
      return rest.isEmpty ? [] : [.text(rest)]
    default: return [self]
    }
  }
}
