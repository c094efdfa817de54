/// When the clocks of one zone changed, and the rule by which they go on changing.
package struct TimeZoneRules: Sendable {
  package struct Transition: Sendable {
    /// Seconds since the epoch from which `offset` holds.
    package let start: Int
    /// Seconds east of Greenwich.
    package let offset: Int

    package init(start: Int, offset: Int) {
      self.start = start
      self.offset = offset
    }
  }

  private let first: Int
  private let transitions: [Transition]
  private let later: PosixTimeZone?

  /// `transitions` in ascending order; `first` holds before them, `later` after the last where there is a rule.
  init(first: Int, transitions: [Transition], later: PosixTimeZone?) {
    self.first = first
    self.transitions = transitions
    self.later = later
  }

  package init(fixedOffset: Int) { self.init(first: fixedOffset, transitions: [], later: nil) }

  package static let utc = TimeZoneRules(fixedOffset: 0)

  /// Japan Standard Time: local mean time until the end of 1887 (UTC), summer time in 1948 to 1951 (IANA tz database,
  /// `asia`; 昭和23年法律第29号 夏時刻法, repealed 1952).
  package static let tokyo = TimeZoneRules(
    first: 33_539,
    transitions: [
      Transition(start: -2_587_712_400, offset: 32_400), Transition(start: -683_802_000, offset: 36_000),
      Transition(start: -672_310_800, offset: 32_400), Transition(start: -654_771_600, offset: 36_000),
      Transition(start: -640_861_200, offset: 32_400), Transition(start: -620_298_000, offset: 36_000),
      Transition(start: -609_411_600, offset: 32_400), Transition(start: -588_848_400, offset: 36_000),
      Transition(start: -577_962_000, offset: 32_400),
    ], later: nil)

  /// Seconds east of Greenwich at an instant.
  package func offset(at timestamp: Timestamp) -> Int {
    let seconds = timestamp.seconds
    guard let last = transitions.last else { return later?.offset(at: seconds) ?? first }
    if seconds >= last.start, let later { return later.offset(at: seconds) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle].start <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : transitions[low - 1].offset
  }
}
