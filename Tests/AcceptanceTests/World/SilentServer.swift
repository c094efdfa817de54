import Glibc

/// Takes connections and says nothing.
final class SilentServer: Sendable {
  private let socket: Int32
  let port: UInt16

  init() {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        _ = unsafe bind(socket, place, length)
        _ = unsafe getsockname(socket, place, &length)
      }
    }
    // The kernel answers for connections that nobody accepts.
    _ = listen(socket, 8)
    self.socket = socket
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(socket) }
}
