/// When a failed attempt is tried again: doubling from one second to an hour, with full jitter, so that receivers that
/// come back are not met by everybody at once.
enum Backoff {
  static let maxAttempts = 12

  /// In milliseconds; nil: no further attempt.
  static func delay(afterAttempt attempt: Int, using random: inout some RandomNumberGenerator) -> Int64? {
    guard attempt < maxAttempts else { return nil }
    let ceiling = min(Int64(1_000) << Int64(min(max(attempt - 1, 0), 30)), 3_600_000)
    return Int64.random(in: ceiling / 2...ceiling, using: &random)
  }
}
