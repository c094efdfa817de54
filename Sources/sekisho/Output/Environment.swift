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
  static var databaseURL: String? { values["SEKISHO_DATABASE_URL"].flatMap { $0.isEmpty ? nil : $0 } }
  static var dataDirectory: String? { values["SEKISHO_DATA"] }
  static var workflows: String? { values["SEKISHO_WORKFLOWS"] }
  static var home: String { values["HOME"] ?? "/" }
}
