/// What the verifier knows about one question.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// The property holds: an over-approximation of every run shows nothing against it, or, where the property is that
  /// something can happen, a run in which it happens was found.
  case proved
  /// The property does not hold; `Question.path` is a shortest run that shows it.
  case refuted
  /// Neither: said openly, with what stood in the way.
  case undecided
}
