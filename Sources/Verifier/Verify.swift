package import Workflows

/// How a library is verified.
package struct VerifierOptions: Sendable {
  /// Definitions that questions are asked about; nil: the current one of every workflow. All of the library is looked
  /// at: definitions that start one another, and definitions whose items may be linked.
  package var workflows: Set<WorkflowName>?
  /// The day on which the verification takes place: which values of parameters are in force.
  package var today: Day
  /// Rules that are asked; all of them by default.
  package var rules: Set<VerifierCode>
  /// Whether proved questions carry the run that proves them. Off by default: a large definition has many.
  package var witnesses: Bool
  /// For tests of the verifier itself.
  package var defect: VerifierDefect

  package init(
    workflows: Set<WorkflowName>? = nil, today: Day = Day(number: 20_600), rules: Set<VerifierCode>? = nil,
    witnesses: Bool = false, defect: VerifierDefect = .none
  ) {
    self.workflows = workflows
    self.today = today
    self.rules = rules ?? Set(VerifierCode.allCases)
    self.witnesses = witnesses
    self.defect = defect
  }
}

/// Verifies the current definitions of a library: every question with its verdict.
///
/// The model. An item is created with any data that its schema admits for drafts, or started by another definition with
/// the data that this one gives it. It moves by `step`; acts supply any input that is allowed, editors change what they
/// may, documents are attached by those who may. Persons are as many as needed; a position has one holder, and who is
/// alone in holding a role keeps clear of what would bar him from it, unless he has to do it. An item that another one
/// starts begins as that one starts it. What lies outside the item (other items of the family, parent, links, parties, the clock, results of outside work) may be
/// anything that its type admits. Corrections by two persons are outside the model.
///
/// - Precondition: the definitions were loaded, so what the loader proves holds.
package func verify(_ library: Library, _ options: VerifierOptions = VerifierOptions()) -> VerificationReport {
  var session = Session(library, options)
  return session.report()
}
