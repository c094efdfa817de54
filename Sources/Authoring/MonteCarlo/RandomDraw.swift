import Workflows

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Draws from the distributions of waiting and working; the same seed gives the same figures.
struct RandomDraw: Sendable {
  private var source: SplitMix64

  init(seed: UInt64) { source = SplitMix64(state: seed) }

  /// Strictly between 0 and 1.
  private mutating func unit() -> Double { (Double(source.next() >> 11) + 0.5) / 9_007_199_254_740_992 }

  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// Time to the next arrival of a Poisson process.
  mutating func exponential(mean: Double) -> Double { -mean * log(unit()) }

  /// Working times have a long tail: log-normal, nine tenths below 2.8 times the median.
  mutating func logNormal(median: Double) -> Double {
    let normal = (-2 * log(unit())).squareRoot() * cos(2 * Double.pi * unit())
    return median * exp(0.8 * normal)
  }

  mutating func index(weights: [Double]) -> Int? {
    let total = weights.reduce(0, +)
    guard total > 0 else { return nil }
    var rest = unit() * total
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0, weight > 0 { return index }
    }
    return weights.lastIndex { $0 > 0 }
  }

  /// Whether a person is away on a day: the same answer whenever it is asked.
  static func isAway(_ person: PersonCode, _ day: Day, probability: Double, seed: UInt64) -> Bool {
    var state = seed ^ UInt64(bitPattern: Int64(day.number)) &* 0x9E37_79B9
    for byte in person.text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var draw = RandomDraw(seed: state)
    return draw.unit() < probability
  }
}
