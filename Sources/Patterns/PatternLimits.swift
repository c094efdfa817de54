/// Bounds on a pattern. Matching time is at worst the length of the text times `LinearPattern.programSize`.
package struct PatternLimits: Sendable, Hashable {
  /// Unicode scalars in the pattern as written.
  package var scalars = 1_000
  /// Bytes that the compiled program and the automata built while matching may take, for each pattern.
  package var memory = 4 << 20

  package init() {}
}
