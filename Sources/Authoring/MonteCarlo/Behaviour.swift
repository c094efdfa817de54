package import Workflows

/// How people behave in a Monte Carlo run. What they do is learnt from the scenario cases (`Habits`); this says when.
package struct Behaviour: Sendable {
  /// New items on an average working day.
  package var arrivalsPerDay = 0.5
  /// Median working hours that an act takes, from the moment somebody turns to it.
  package var hours = 4.0
  /// The same for single roles.
  package var hoursByRole: [RoleName: Double] = [:]
  /// Probability that a person is absent on a working day.
  package var absence = 0.05
  /// Probability that the next act is one that does not lead forward: a return, a refusal, a withdrawal.
  package var refusals = 0.02
  /// Items still open after that many days are left as they are.
  package var horizon = 730

  package init() {}

  func hours(of role: RoleName?) -> Double { role.flatMap { hoursByRole[$0] } ?? hours }
}
