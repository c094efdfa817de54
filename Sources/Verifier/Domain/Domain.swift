import CEL
import Diagnostics
import Workflows

/// Questions to single expressions that need no state.
struct Domain {
  private let definition: Definition
  private let evaluator: Evaluator

  init(_ view: View) {
    definition = view.definition
    evaluator = view.evaluator
  }

  /// The most elements that a list can have.
  func largestSize(of expression: Expression) -> Int {
    guard case .list(let size) = evaluator.evaluate(expression.compiled.root, expression.compiled, Box()).value else {
      return Int.max
    }
    return size.upper
  }

  /// Slots that must hold files for the transition's conditions to be met, with how many and where that is asked.
  func requiredDocuments(of transition: Transition) -> [SlotName: (needed: Int, at: Location)] {
    var required: [SlotName: (needed: Int, at: Location)] = [:]
    for rule in transition.guards {
      let root = rule.require.compiled.root
      guard rule.require.text.contains("documents") else { continue }
      for slot in definition.documents.keys where rule.require.text.contains(slot.text) {
        let needed = filesNeeded(root, rule.require.compiled, slot)
        if needed > (required[slot]?.needed ?? 0) { required[slot] = (needed, rule.require.location) }
      }
    }
    return required
  }

  /// With fewer files the condition cannot hold.
  private func filesNeeded(_ root: Expr, _ compiled: CompiledExpression, _ slot: SlotName) -> Int {
    var needed = 0
    let path = "documents." + slot.text
    while needed <= 10_001 {
      var box = Box()
      box.cells[path] = Cell(presence: .yes, value: .list(Interval(0, needed)))
      guard case .bool(canBeTrue: false, _) = evaluator.evaluate(root, compiled, box).value else { return needed }
      if needed == 0 {
        needed = 1
      } else if needed < 64 {
        needed += 1
      } else {
        needed *= 2
      }
    }
    // Not the number of files keeps the condition from holding.
    return 0
  }
}
