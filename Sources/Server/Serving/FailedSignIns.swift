import Synchronization

/// A token bucket for each address that fails to sign in. Bounded: beyond `maxAddresses` the one that was seen longest
/// ago is forgotten, so that a flood of addresses costs memory of a fixed size.
final class FailedSignIns: Sendable {
  private struct Bucket {
    var failures: Double
    var at: ContinuousClock.Instant
  }

  static let maxAddresses = 10_000

  private let burst: Double
  private let refill: Duration
  private let now: @Sendable () -> ContinuousClock.Instant
  private let buckets = Mutex<[String: Bucket]>([:])

  init(
    burst: Int, refill: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    self.burst = Double(burst)
    self.refill = refill
    self.now = now
  }

  /// Seconds to wait before this address may try again; nil: now.
  func wait(for address: String) -> Int? {
    let now = now()
    return buckets.withLock { buckets in
      guard let bucket = buckets[address] else { return burst < 1 ? 1 : nil }
      let failures = remaining(bucket, at: now)
      guard failures > burst - 1 else { return nil }
      let seconds = (failures - burst + 1) * (refill / .seconds(1))
      // A millisecond of slack, so that six seconds in binary fractions are not seven.
      return max(1, Int((seconds - 0.001).rounded(.up)))
    }
  }

  func record(_ address: String) {
    let now = now()
    buckets.withLock { buckets in
      let failures = buckets[address].map { remaining($0, at: now) } ?? 0
      if buckets[address] == nil, buckets.count >= Self.maxAddresses { Self.forget(&buckets) }
      buckets[address] = Bucket(failures: min(failures + 1, burst), at: now)
    }
  }

  var count: Int { buckets.withLock { $0.count } }

  private func remaining(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
    max(0, bucket.failures - (now - bucket.at) / refill)
  }

  /// A tenth at once, so that a flood does not sort the table each time.
  private static func forget(_ buckets: inout [String: Bucket]) {
    let oldest = buckets.sorted { $0.value.at < $1.value.at }.prefix(maxAddresses / 10)
    for (address, _) in oldest { buckets[address] = nil }
  }
}
