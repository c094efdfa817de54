package import Workflows

/// What stands against putting a library in force in the place of another.
package struct Objections: Sendable {
  /// Shown to be wrong: nobody may accept these.
  package let refuted: [Question]
  /// Neither proved nor refuted: somebody may accept these, and gives a reason.
  package let undecided: [Question]

  package static let none = Objections([])

  init(_ questions: [Question]) {
    refuted = questions.filter { $0.verdict == .refuted }
    undecided = questions.filter { $0.verdict == .undecided }
  }

  package var all: [Question] { refuted + undecided }
}

/// Asks all rules about every definition that is new, and about its kin for what the change does to them: a table or a
/// child's outcome is looked at from other files. What was as bad before is not held against the change, nor is what it
/// does to flows that have nothing to do with it but people and links.
///
/// A definition in force is not asked about again where nothing changed, so that depositing the same files twice costs
/// nothing.
///
/// - Parameter before: what is in force; an empty library where nothing is.
package func objections(to after: Library, inPlaceOf before: Library, today: Day) -> Objections {
  let new = Set(after.current.keys.filter { after.current[$0] != before.current[$0] })
  let tables = changedParameters(after, before)
  let touched = new.union(
    after.current.keys.filter { after.definition($0)?.parameters.contains(where: tables.contains) ?? false })
  guard !touched.isEmpty else { return .none }
  let unsound = questions(of: after, touched, before, today).filter { $0.verdict != .proved }
  let others = Set(unsound.map(\.workflow)).subtracting(new)
  guard !others.isEmpty else { return Objections(unsound) }
  let earlier = verify(before, VerifierOptions(workflows: others, today: today))
  return Objections(
    unsound.filter { question in
      guard others.contains(question.workflow) else { return true }
      switch earlier.question(question.rule, question.workflow, question.subject)?.verdict {
      case .refuted: return false
      case .undecided: return question.verdict == .refuted
      case .proved, nil: return true
      }
    })
}

/// All about what was touched and about its kin, of now and of before.
private func questions(
  of library: Library, _ touched: Set<WorkflowName>, _ before: Library, _ today: Day
) -> [Question] {
  let options = VerifierOptions(today: today)
  let near = Session(library, options).kin(of: touched).union(Session(before, options).kin(of: touched))
  return verify(library, VerifierOptions(workflows: near, today: today)).questions
}

/// Parameters with other values, which some definition reads.
private func changedParameters(_ after: Library, _ before: Library) -> Set<ParameterName> {
  let read = Set(after.current.keys.compactMap { after.definition($0) }.flatMap(\.parameters))
  return read.filter { name in
    guard let new = after.parameters[name], let old = before.parameters[name] else { return true }
    return !new.saysTheSame(as: old)
  }
}

extension Parameter {
  /// All that a definition can see of it.
  fileprivate func saysTheSame(as other: Parameter) -> Bool {
    schema == other.schema && keys.map(\.name) == other.keys.map(\.name)
      && keys.map(\.values) == other.keys.map(\.values)
      && periods.count == other.periods.count
      && zip(periods, other.periods).allSatisfy {
        $0.from == $1.from && $0.to == $1.to && $0.source == $1.source && $0.table == $1.table
      }
  }
}
