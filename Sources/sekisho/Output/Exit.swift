import ArgumentParser

/// What the shell learns. The numbers are part of the interface; 64, 75 and their like are those of sysexits.h, 124 is
/// that of timeout(1).
enum Exit {
  static let failure = ExitCode(1)
  static let refused = ExitCode(3)
  static let signIn = ExitCode(4)
  static let notFound = ExitCode(5)
  static let stale = ExitCode(6)
  static let invalid = ExitCode(7)
  static let auditBroken = ExitCode(8)
  static let usage = ExitCode(64)
  static let tryAgain = ExitCode(75)
  static let timedOut = ExitCode(124)
}
