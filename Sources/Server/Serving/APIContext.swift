import Hummingbird
import NIOCore

/// What Hummingbird tells about a connection.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The peer's address; nil on a Unix socket.
  let address: String?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    address = source.channel.remoteAddress?.ipAddress
  }
}
