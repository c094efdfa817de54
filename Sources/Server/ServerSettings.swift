/// How the server listens and what it takes.
package struct ServerSettings: Sendable {
  package enum Address: Sendable, Hashable {
    /// Port 0 lets the system choose.
    case tcp(host: String, port: Int)
    case unixSocket(path: String)
  }

  package var address: Address
  /// Bytes of a JSON body.
  package var maxJSON = 1 << 20
  /// Bytes of a document.
  package var maxDocument = 50 << 20
  /// Bytes of a UBL invoice or a definition.
  package var maxFile = 10 << 20
  package var maxHeaders = 64
  /// Bytes of all headers together.
  package var maxHeaderBytes = 16 << 10
  /// Bytes of path and query.
  package var maxAddress = 8 << 10
  /// From the first to the last byte of a body.
  package var bodyTimeout: Duration = .seconds(30)
  /// A connection on which nothing comes for so long is closed.
  package var idleTimeout: Duration = .seconds(75)
  package var maxConnections = 4_000
  /// Failed sign-ins from one address before it has to wait.
  package var signInBurst = 20
  /// After so long, one more is forgiven.
  package var signInRefill: Duration = .seconds(3)
  /// Behind a proxy that sets it: take the client's address from the last entry of `X-Forwarded-For`.
  package var trustsForwardedFor = false

  package init(_ address: Address) { self.address = address }
}
