import Synchronization

/// Fans one "there is work" out to the sleeping loops.
final class WakeUps: Sendable {
  /// One sleeper's ear. A signal that comes while it is awake is not lost: the next wait returns at once.
  final class Signal: Sendable {
    private struct State {
      var isRaised = false
      var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func raise() {
      let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
        guard let sleeper = state.sleeper else {
          state.isRaised = true
          return nil
        }
        state.sleeper = nil
        return sleeper
      }
      sleeper?.resume()
    }

    /// Returns on a signal, after the time, or when the task is cancelled or told to stop.
    func wait(atMost limit: Duration) async {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await self.signalled() }
        group.addTask { try? await Task.sleep(for: limit) }
        await group.next()
        raise()
        group.cancelAll()
        await group.waitForAll()
      }
      state.withLock { $0.isRaised = false }
    }

    private func signalled() async {
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          let isReady = state.withLock { state -> Bool in
            if state.isRaised || Task.isCancelled {
              state.isRaised = false
              return true
            }
            state.sleeper = continuation
            return false
          }
          if isReady { continuation.resume() }
        }
      } onCancel: {
        raise()
      }
    }
  }

  private let signals = Mutex<[Signal]>([])

  func subscribe() -> Signal {
    let signal = Signal()
    signals.withLock { $0.append(signal) }
    return signal
  }

  func wakeAll() {
    for signal in signals.withLock(\.self) { signal.raise() }
  }
}
