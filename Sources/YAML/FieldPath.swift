/// Where in a tree a value is, in the words of its keys: `states.draft.guard[0].require`.
package struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  private enum Step: Sendable, Hashable {
    case key(String)
    case item(Int)
  }

  private var steps: [Step] = []

  package init() {}

  package var isEmpty: Bool { steps.isEmpty }

  func key(_ name: String) -> FieldPath {
    var path = self
    path.steps.append(.key(name))
    return path
  }

  func item(_ index: Int) -> FieldPath {
    var path = self
    path.steps.append(.item(index))
    return path
  }

  package var description: String {
    var text = ""
    for step in steps {
      switch step {
      case .key(let name):
        let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
        text += (text.isEmpty ? "" : ".") + (isPlain ? name : "\"\(name)\"").shortened
      case .item(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
