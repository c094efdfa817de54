/// Measurements of one thing.
struct Sample {
  private var values: [Double] = []

  init(_ values: [Double] = []) { self.values = values }

  mutating func add(_ value: Double) { values.append(value) }
  mutating func add(_ other: Sample) { values += other.values }

  var count: Int { values.count }
  var median: Double { quantile(0.5) }
  var max: Double { values.max() ?? .nan }

  /// Nearest rank.
  func quantile(_ share: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted[Swift.min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.down)))]
  }
}

extension Duration {
  var microseconds: Double { Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12 }
  var milliseconds: Double { microseconds / 1e3 }
  var inSeconds: Double { microseconds / 1e6 }
}
