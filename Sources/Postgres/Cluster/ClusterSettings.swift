/// How a private cluster runs.
package struct ClusterSettings: Sendable {
  /// What happens to the server when our process is gone without having stopped it.
  package enum OrphanRule: Sendable {
    /// It shuts down cleanly.
    case stop
    /// It ends at once and recovers at its next start; for clusters that nobody needs again.
    case abort
  }

  /// Every commit is on disk before it is answered. Only tests turn this off.
  package var isDurable = true
  /// The server's page cache.
  package var sharedBuffersMiB = 128
  package var maxConnections = 100
  package var whenOrphaned = OrphanRule.stop
  /// Any other server parameters; they win over all of the above.
  package var parameters: [String: String] = [:]
  /// The operating system's account for the server when we are root (the server refuses root); by default the owner of
  /// the data, `postgres` or `nobody`.
  package var account: String?
  /// Where the server's programs are; by default they are looked for.
  package var binaryDirectory: String?
  /// How long start and stop may take, recovery after a crash included.
  package var patience: Duration = .seconds(60)

  package init() {}

  /// For tests: nothing waits for a disk. What is committed survives a crash of the server, not of the machine.
  package static var disposable: ClusterSettings {
    var settings = ClusterSettings()
    settings.isDurable = false
    settings.whenOrphaned = .abort
    settings.sharedBuffersMiB = 64
    return settings
  }

  /// As `name=value` for the server's `-c`.
  func serverParameters(socketDirectory: String) -> [String] {
    var all = [
      "listen_addresses": "", "port": "5432", "unix_socket_directories": socketDirectory,
      "unix_socket_permissions": "0700", "shared_buffers": "\(sharedBuffersMiB)MB",
      "max_connections": "\(maxConnections)", "logging_collector": "off", "log_destination": "stderr",
      "log_line_prefix": "%m [%p] ", "lc_messages": "C", "timezone": "UTC", "log_timezone": "UTC",
      // values of statements are the users' data and belong in no log
      "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0",
      "fsync": isDurable ? "on" : "off", "full_page_writes": isDurable ? "on" : "off",
    ]
    if !isDurable { all["autovacuum"] = "off" }
    all.merge(parameters) { _, chosen in chosen }
    return all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
