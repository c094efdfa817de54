import Diagnostics
import Foundation

/// The only place that reads the environment.
enum Environment {
  private static let values = ProcessInfo.processInfo.environment

  /// POSIX order; Foundation ignores these variables on Linux.
  static var language: Language {
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { values[$0] }.first { !$0.isEmpty }
    return name?.hasPrefix("ja") ?? false ? .ja : .en
  }

  /// Any libpq string; several hosts allowed.
  static var databaseURL: String? { text("SEKISHO_DATABASE_URL") }
  static var dataDirectory: String? { values["SEKISHO_DATA"] }
  static var workflows: String? { values["SEKISHO_WORKFLOWS"] }
  /// The configuration of `work` and `dev`.
  static var workerConfiguration: String? { text("SEKISHO_WORKER_CONFIG") }
  /// Folder of the sealing key.
  static var keys: String? { text("SEKISHO_KEYS") }
  /// Variables that a configuration file names.
  static func variable(_ name: String) -> String? { values[name] }
  static var home: String { values["HOME"] ?? "/" }

  // Of user commands: see `UserCommand`.
  static var context: String? { text("SEKISHO_CONTEXT") }
  static var url: String? { text("SEKISHO_URL") }
  static var token: String? { text("SEKISHO_TOKEN") }
  static var tokenFile: String? { text("SEKISHO_TOKEN_FILE") }
  static var retry: String? { text("SEKISHO_RETRY") }
  /// The network between here and the server is trusted: tokens may travel in the clear.
  static var allowsPlainHTTP: Bool { text("SEKISHO_PLAIN_HTTP") == "1" }

  static var configurationFile: String {
    text("SEKISHO_CONFIG") ?? (text("XDG_CONFIG_HOME") ?? home + "/.config") + "/sekisho/config.yaml"
  }

  /// See no-color.org; a dumb terminal shows escapes as rubbish.
  static var wantsColor: Bool { text("NO_COLOR") == nil && values["TERM"] != "dumb" }

  /// A variable set to nothing counts as not set.
  private static func text(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
