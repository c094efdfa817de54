import CEL
import JSON
import Workflows

/// The constructive side: elements put into lists so that conditions over them hold.
extension Evaluator {
  /// A list that a condition walks over: a place, with the filters that stand between.
  private struct Walk {
    let place: Place
    var filters: [(name: String, condition: Expr)] = []
    /// Elements can be added: item data, documents, relatives.
    let canGrow: Bool
  }

  /// nil where the list is no place.
  func construct(
    _ macro: Comprehension, _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box]? {
    guard macro.second == nil, let condition = macro.body else { return nil }
    var box = box
    guard let walk = walk(macro.range, compiled, &box, locals) else { return nil }
    switch (macro.macro, want) {
    case (.exists, true), (.existsOne, true):
      return some(walk, macro.first, condition, true, compiled, box, locals)
    case (.all, false): return some(walk, macro.first, condition, false, compiled, box, locals)
    case (.all, true), (.exists, false):
      return each(walk, macro.first, condition, want, compiled, box, locals)
    case (.existsOne, false), (.map, _), (.filter, _), (.transformList, _), (.transformMap, _), (.transformMapEntry, _):
      return nil
    }
  }

  /// Some element passes the filters and has the truth.
  private func some(
    _ walk: Walk, _ name: String, _ condition: Expr, _ truth: Bool, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box] {
    let cell = cell(walk.place, box)
    guard cell.presence != .no else { return [] }
    let size: Interval = if case .list(let size) = cell.value { size } else { .sizes }
    func met(_ index: Int, _ box: Box) -> [Box] {
      let inner = bound(walk, name, index, locals)
      var boxes = [box]
      for filter in walk.filters { boxes = boxes.flatMap { assume(filter.condition, true, compiled, $0, inner) } }
      return boxes.flatMap { assume(condition, truth, compiled, $0, inner) }
    }
    var boxes: [Box] = []
    for index in 0..<min(size.lower, 40) { boxes += met(index, box) }
    if walk.canGrow, size.lower < size.upper, size.lower < 40 {
      var longer = box
      longer.cells[walk.place.path] = Cell(presence: .yes, value: .list(Interval(size.lower + 1, size.upper)))
      boxes += met(size.lower, longer)
    } else if boxes.isEmpty, size.lower > 0, walk.canGrow {
      // Elements of which only the number is known may have it.
      boxes.append(box)
    }
    return bounded(boxes, box)
  }

  /// Every element that passes the filters has the truth.
  private func each(
    _ walk: Walk, _ name: String, _ condition: Expr, _ truth: Bool, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box] {
    let size: Interval = if case .list(let size) = cell(walk.place, box).value { size } else { .sizes }
    var boxes = [box]
    for index in 0..<min(size.lower, 40) {
      let inner = bound(walk, name, index, locals)
      boxes = bounded(
        boxes.flatMap { box -> [Box] in
          var passing = [box]
          var spared: [Box] = []
          for filter in walk.filters {
            spared += passing.flatMap { assume(filter.condition, false, compiled, $0, inner) }
            passing = passing.flatMap { assume(filter.condition, true, compiled, $0, inner) }
          }
          return passing.flatMap { assume(condition, truth, compiled, $0, inner) } + spared
        }, box)
      if boxes.isEmpty { return [] }
    }
    return boxes
  }

  private func bound(_ walk: Walk, _ name: String, _ index: Int, _ locals: Locals) -> Locals {
    var inner = locals
    let element = Local.place(walk.place.element("\(index)", schema))
    inner[name] = element
    for filter in walk.filters { inner[filter.name] = element }
    return inner
  }

  /// `data.bids`, `data.?bids.orValue([])`, a table of a parameter, and filters over these.
  private func walk(
    _ expr: Expr, _ compiled: CompiledExpression, _ box: inout Box, _ locals: Locals
  ) -> Walk? {
    switch expr.kind {
    case .comprehension(let macro) where macro.macro == .filter && macro.second == nil:
      guard let filter = macro.filter, var walk = walk(macro.range, compiled, &box, locals) else { return nil }
      walk.filters.append((macro.first, filter))
      return walk
    case .call(let target?, let function, let arguments):
      if case .identifier("params", _) = target.kind {
        return table(function, arguments, expr, compiled, &box, locals).map { Walk(place: $0, canGrow: false) }
      }
      guard function == "orValue", let place = place(target, compiled, locals), place.canGrow else { return nil }
      return Walk(place: place, canGrow: true)
    default:
      guard let place = place(expr, compiled, locals), place.canGrow else { return nil }
      return Walk(place: place, canGrow: true)
    }
  }

  /// The list that a parameter has on the day, as a place whose parts are known.
  private func table(
    _ function: String, _ arguments: [Expr], _ expr: Expr, _ compiled: CompiledExpression, _ box: inout Box,
    _ locals: Locals
  ) -> Place? {
    guard let name = definition.parameters.first(where: { $0.text.replacing("-", with: "_") == function }) else {
      return nil
    }
    var keys: [String] = []
    for argument in arguments {
      guard case .text(let texts) = evaluate(argument, compiled, box, locals).value, let key = texts.single else {
        return nil
      }
      keys.append(key)
    }
    guard let value = library.parameters[name]?.value(keys, on: today), case .array(let elements) = value else {
      return nil
    }
    let place = Place(
      path: "params." + ([name.text] + keys).joined(separator: "/"), kind: .type(compiled.type(of: expr)))
    box.cells[place.path] = Cell(presence: .yes, value: .list(Interval(elements.count)))
    for (index, element) in elements.enumerated() { fill(&box, "\(place.path)[\(index)]", element) }
    return place
  }

  private func fill(_ box: inout Box, _ path: String, _ value: JSONValue) {
    switch value {
    case .object(let members):
      for (name, inner) in members { fill(&box, path + "." + name, inner) }
    case .array(let elements):
      box.cells[path] = Cell(presence: .yes, value: .list(Interval(elements.count)))
      for (index, inner) in elements.enumerated() { fill(&box, "\(path)[\(index)]", inner) }
    case .null, .bool, .number, .string:
      box.cells[path] = Cell(presence: .yes, value: Self.constant(DataShape.anything.celValue(value)))
    }
  }

  /// `x in list`: an element of that value is there, or put there.
  func constructMembership(
    _ left: Expr, _ right: Expr, _ want: Bool, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals
  ) -> [Box]? {
    var box = box
    guard let walk = walk(right, compiled, &box, locals) ?? known(right, compiled, box, locals) else { return nil }
    let cell = cell(walk.place, box)
    let size: Interval = if case .list(let size) = cell.value { size } else { .sizes }
    let elements = (0..<min(size.lower, 40)).map { walk.place.element("\($0)", schema) }
    guard want else {
      var boxes = [box]
      for element in elements {
        let value = self.cell(element, box).value
        boxes = boxes.flatMap { refine(left, .notEqual, value, compiled, $0, locals) ?? [$0] }
      }
      return boxes
    }
    guard cell.presence != .no else { return [] }
    var boxes: [Box] = []
    for element in elements {
      let value = self.cell(element, box).value
      guard case .bool(true, _) = Self.compare(.equal, evaluate(left, compiled, box, locals).value, value) else {
        continue
      }
      boxes += refine(left, .equal, value, compiled, box, locals) ?? [box]
    }
    if walk.canGrow, size.lower < size.upper, size.lower < 40 {
      var longer = box
      longer.cells[walk.place.path] = Cell(presence: .yes, value: .list(Interval(size.lower + 1, size.upper)))
      let added = walk.place.element("\(size.lower)", schema)
      let value = evaluate(left, compiled, box, locals).value.intersection(added.full(schema))
      if !value.isEmpty {
        longer.cells[added.path] = Cell(presence: .yes, value: value)
        boxes.append(longer)
      }
    }
    return boxes
  }

  /// A list inside a parameter's table.
  private func known(_ expr: Expr, _ compiled: CompiledExpression, _ box: Box, _ locals: Locals) -> Walk? {
    guard let place = place(expr, compiled, locals), place.path.hasPrefix("params."), box.cells[place.path] != nil
    else { return nil }
    return Walk(place: place, canGrow: false)
  }

  /// `sum(list.filter(…).map(…))` in a relation to a bound: as it is, or with one element more that makes it so.
  func constructSum(
    _ list: Expr, _ operation: Expr.BinaryOperator, _ limit: Value, _ compiled: CompiledExpression, _ box: Box,
    _ locals: Locals
  ) -> [Box]? {
    guard case .comprehension(let macro) = list.kind, macro.macro == .map, macro.second == nil, let value = macro.body
    else { return nil }
    var box = box
    guard let walk = walk(macro.range, compiled, &box, locals), walk.canGrow else { return nil }
    let cell = cell(walk.place, box)
    let size: Interval = if case .list(let size) = cell.value { size } else { .sizes }
    var boxes: [Box] = []
    if case .bool(true, _) = Self.compare(operation, .int(Interval(0)), limit) { boxes.append(box) }
    guard size.lower < size.upper, size.lower < 40, cell.presence != .no else { return boxes }
    var longer = box
    longer.cells[walk.place.path] = Cell(presence: .yes, value: .list(Interval(size.lower + 1, size.upper)))
    let inner = bound(walk, macro.first, size.lower, locals)
    var passing = [longer]
    for filter in walk.filters { passing = passing.flatMap { assume(filter.condition, true, compiled, $0, inner) } }
    boxes += passing.flatMap { refine(value, operation, limit, compiled, $0, inner) ?? [$0] }
    return bounded(boxes, box)
  }
}

extension Place {
  fileprivate var canGrow: Bool {
    path.hasPrefix("data.") || path.hasPrefix("documents.") || path.hasPrefix("family.")
      || path.hasPrefix("children.")
  }
}
