import CEL
import Workflows

/// A place in a definition where an expression stands.
struct Site {
  enum Kind { case guarding, when, effect, deadline, review, child, search, creation }

  let kind: Kind
  let expression: Expression
  /// A source given with it or with what holds it.
  let source: String?
}

extension View {
  /// Every expression of the definition, guards first.
  var expressions: [Site] {
    var sites: [Site] = definition.creation.guards.map {
      Site(kind: .creation, expression: $0.require, source: $0.source)
    }
    for name in definition.transitionOrder {
      guard let transition = definition.transitions[name] else { continue }
      if case .automatic(let when) = transition.trigger {
        sites.append(Site(kind: .when, expression: when, source: transition.source))
      }
      sites += transition.guards.map {
        Site(kind: .guarding, expression: $0.require, source: $0.source ?? transition.source)
      }
      sites += transition.effects.flatMap { values(of: $0) }.map {
        Site(kind: .effect, expression: $0, source: transition.source)
      }
    }
    for name in flow.states {
      guard let state = definition.states[name] else { continue }
      for deadline in state.deadlines { sites += parts(of: deadline) }
      sites += (state.child?.with ?? []).map { Site(kind: .child, expression: $0.value, source: nil) }
      sites += (state.review?.stages ?? []).compactMap(\.positions).map {
        Site(kind: .review, expression: $0, source: nil)
      }
    }
    for duty in definition.duties.values.sorted(by: { $0.name < $1.name }) {
      if let due = duty.due { sites += parts(of: due, source: duty.source) }
    }
    return sites
  }

  private func values(of effect: Effect) -> [Expression] {
    switch effect {
    case .set(let assignments): assignments.map(\.value)
    case .start(let child): child.with.map(\.value)
    case .task(let task): task.with.map(\.value)
    case .unset, .open, .notify: []
    }
  }

  private func parts(of deadline: Deadline, source: String? = nil) -> [Site] {
    let expressions: [Expression] =
      switch deadline.basis {
      case .at(let day): [day]
      case .after(let length, _, let from, let first): [length] + [from, first].compactMap(\.self)
      }
    return expressions.map { Site(kind: .deadline, expression: $0, source: deadline.source ?? source) }
  }

  func reads(_ parameter: ParameterName, _ expression: Expression) -> Bool {
    let name = parameter.text.replacing("-", with: "_")
    func visit(_ expr: Expr) -> Bool {
      if case .call(let target?, name, _) = expr.kind, case .identifier("params", _) = target.kind { return true }
      return expr.children.contains { visit($0) }
    }
    return expression.text.contains(name) && visit(expression.compiled.root)
  }
}
