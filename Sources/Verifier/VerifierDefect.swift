/// Mistakes that a test builds into the verifier on purpose, to see that the comparison with an independent explorer
/// would find them. Outside of tests there is none.
package enum VerifierDefect: String, Sendable, Hashable, CaseIterable {
  case none
  /// Separation of duties looks at the person who acts only, not at those in whose name it is done.
  case skipDelegation
  /// What the domain cannot represent counts as false.
  case unknownIsFalse
  /// The upper bound of an interval is one too low.
  case intervalOffByOne
  /// Every outcome of a child counts as handled.
  case ignoreChildOutcomes
  /// Separation of duties looks at the family only, not at linked items.
  case forgetLinkedItems
  /// A quorum above the electorate counts as reached.
  case quorumAboveElectorate
  /// `except` of a transition `from: any` is not subtracted.
  case ignoreExcept
  /// Data that may be edited in a state count as unchanged.
  case ignoreEdits
  /// Data that an act supplies count as unchanged.
  case ignoreInput
  /// What effects assign is forgotten.
  case ignoreEffects
  /// An optional field counts as there.
  case optionalIsPresent
  /// Transitions of deadlines count as never fired.
  case ignoreDeadlines
}
