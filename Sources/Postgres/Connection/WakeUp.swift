#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A pair of sockets: a byte written to one wakes a thread that polls the other.
final class WakeUp: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(PostgresError) {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw PostgresError(.connectFailed, "no pair of sockets to wake the connection's thread: errno \(errno)")
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func signal() {
    var byte: UInt8 = 1
    // Full already: the thread will wake all the same.
    _ = unsafe write(writeEnd, &byte, 1)
  }

  /// Sleeps until somebody signals or the time is over.
  func wait(atMost duration: Duration) {
    var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    if unsafe poll(&descriptor, 1, duration.pollTimeout) > 0 { drain() }
  }

  func drain() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while unsafe read(readEnd, &bytes, bytes.count) > 0 {}
  }
}

extension Duration {
  /// In milliseconds for `poll`, rounded up, never negative.
  var pollTimeout: Int32 {
    let (milliseconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000)
    if overflow { return .max }
    return Int32(clamping: max(0, milliseconds + components.attoseconds / 1_000_000_000_000_000 + 1))
  }
}

/// Runs `body` on a new thread of its own, for work that waits in system calls.
///
/// - Returns: whether the thread could be made.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }
  let start = unsafe Unmanaged.passRetained(Start(body))
  var thread = pthread_t()
  let code = unsafe pthread_create(
    &thread, nil,
    { argument in
      guard let argument = unsafe argument else { return nil }
      unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, unsafe start.toOpaque())
  guard code == 0 else {
    unsafe start.release()
    return false
  }
  pthread_detach(thread)
  return true
}
