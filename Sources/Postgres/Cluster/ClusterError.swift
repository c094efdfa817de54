package import Diagnostics

/// Why a private cluster could not be made, started or stopped; `text` says what to do next.
package struct ClusterError: Error, Sendable {
  package enum Code: Hashable, Sendable, CaseIterable {
    /// PostgreSQL's server programs are not installed, or too old, or of another version than the data.
    case binariesMissing
    /// The directory cannot be used: permissions, ownership, a path too long.
    case directoryUnusable
    /// Another process works with this cluster.
    case inUse
    /// Running as root, and no other account to run the server.
    case noAccount
    /// A program ended with an error or did not answer in time; `log` has its last words.
    case startFailed
  }

  package let code: Code
  package let text: Text
  /// The last lines of the program's output.
  package let log: String?

  init(_ code: Code, en: String, ja: String, log: String? = nil) {
    self.code = code
    text = Text(en: en, ja: ja)
    self.log = log
  }
}

extension ClusterError: CustomStringConvertible {
  package var description: String {
    text.en + (log.map { "\n" + $0 } ?? "")
  }
}
