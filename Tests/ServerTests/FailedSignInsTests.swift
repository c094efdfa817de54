import Synchronization
import Testing

@testable import Server

@Suite struct FailedSignInsTests {
  private final class Clock: Sendable {
    private let moment = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { moment.withLock(\.self) }
    func pass(_ duration: Duration) { moment.withLock { $0 += duration } }
  }

  @Test func aBurstIsForgivenBitByBit() {
    let clock = Clock()
    let signIns = FailedSignIns(burst: 3, refill: .seconds(10)) { clock.now }
    for _ in 0..<3 {
      #expect(signIns.wait(for: "a") == nil)
      signIns.record("a")
    }
    #expect(signIns.wait(for: "a") == 10)
    #expect(signIns.wait(for: "b") == nil)
    clock.pass(.seconds(4))
    #expect(signIns.wait(for: "a") == 6)
    clock.pass(.seconds(6))
    #expect(signIns.wait(for: "a") == nil)
    signIns.record("a")
    #expect(signIns.wait(for: "a") == 10)
  }

  @Test func failuresBeyondTheBurstDoNotAddUp() {
    let clock = Clock()
    let signIns = FailedSignIns(burst: 2, refill: .seconds(1)) { clock.now }
    for _ in 0..<1_000 { signIns.record("a") }
    clock.pass(.seconds(1))
    #expect(signIns.wait(for: "a") == nil)
  }

  @Test func aFloodOfAddressesCostsNoMoreThanTheTable() {
    let clock = Clock()
    let signIns = FailedSignIns(burst: 2, refill: .seconds(60)) { clock.now }
    for index in 0..<25_000 {
      clock.pass(.milliseconds(1))
      signIns.record("\(index)")
    }
    #expect(signIns.count <= FailedSignIns.maxAddresses)
    signIns.record("24999")
    #expect(signIns.wait(for: "24999") != nil)
  }
}
