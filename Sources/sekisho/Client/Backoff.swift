/// Pauses between attempts: 0.1 s, doubled each time up to 2 s, of which a random half is left out, so that many
/// clients do not come back at the same moment.
struct Backoff {
  private var milliseconds = 100

  /// - Parameter wish: what the server asked for (`Retry-After`); never less than that.
  mutating func next(atLeast wish: Duration?) -> Duration {
    let pause = Duration.milliseconds(Int.random(in: (milliseconds / 2)...milliseconds))
    milliseconds = min(milliseconds * 2, 2_000)
    return max(pause, wish ?? .zero)
  }
}
