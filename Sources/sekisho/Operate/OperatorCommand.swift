import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import NIOCore
import Postgres

/// A command of those who run an installation. However it fails, it ends with a sentence in the reader's language, what
/// to do next, and an exit code; never with a secret.
protocol OperatorCommand: AsyncParsableCommand {
  var common: CommonOptions { get }
  func operate() async throws
}

extension OperatorCommand {
  mutating func run() async throws {
    do {
      try await operate()
    } catch let failure as any Presentable {
      throw failure.shown(common.language)
    } catch let exit as ExitCode {
      throw exit
    } catch let usage as ValidationError {
      throw usage
    } catch {
      throw Trouble(error).shown(common.language)
    }
  }
}

/// What stopped an operator's command.
struct Trouble: Presentable {
  let exit: ExitCode
  let message: Text
  var hint: Text?
  /// Lines from elsewhere: a server's own words, the end of a log.
  var details: [String] = []

  init(_ exit: ExitCode, _ message: Text, hint: Text? = nil, details: [String] = []) {
    self.exit = exit
    self.message = message
    self.hint = hint
    self.details = details
  }

  func lines(_ language: Language) -> [String] {
    ["sekisho: " + message[language].safeForTerminal()] + details.map { "  " + $0.safeForTerminal() }
      + (hint.map { [Labels.hint[language] + $0[language].safeForTerminal()] } ?? [])
  }
}

extension Trouble {
  /// The one map from what can fail below to what an operator reads.
  init(_ error: any Error) {
    switch error {
    case let error as Trouble: self = error
    case let error as PostgresError: self.init(database: error)
    case let error as MigrationError:
      let cause = error.cause.map { Trouble(database: $0) }
      self.init(cause?.exit ?? .failure, cause?.message ?? error.text, hint: cause?.hint, details: cause?.details ?? [])
    case let error as ClusterError:
      self.init(.failure, error.text, details: error.log?.split(separator: "\n").suffix(12).map(String.init) ?? [])
    case let error as EngineError: self.init(Self.exit(error.code), error.message)
    case let error as FormatError: self.init(Exit.invalid, error.message)
    case let error as NoteFailure: self.init(Exit.invalid, error.message)
    case let error as ProofSource.Unavailable: self.init(Exit.notFound, error.message)
    case let error as IOError: self.init(network: error)
    case is CancellationError:
      self.init(Exit.tryAgain, Text(en: "interrupted", ja: "中断されました"))
    default:
      self.init(.failure, Text(en: "failed: \(error)", ja: "失敗しました:\(error)"))
    }
  }

  private init(network error: IOError) {
    guard error.errnoCode == EADDRINUSE else {
      self.init(.failure, Text(en: "failed: \(error)", ja: "失敗しました:\(error)"))
      return
    }
    self.init(
      .failure, Text(en: "the port is taken", ja: "ポートは使用中です"),
      hint: Text(en: "choose another with --port; 0 picks a free one", ja: "--port で別のポートを指定してください(0で空きポート)"))
  }

  private init(database error: PostgresError) {
    if let fault = error.connectionFault {
      self.init(
        fault == .malformed ? Exit.usage : fault.mayPass ? Exit.tryAgain : Self.exit(fault), fault.text,
        hint: fault.help, details: Self.words(of: error, fault))
      return
    }
    switch error.sqlState {
    case .undefinedTable?, .undefinedFunction?, .undefinedColumn?:
      self.init(
        .failure,
        Text(en: "the database does not have this program's tables", ja: "データベースにこのプログラムの表がありません"),
        hint: Text(en: "run: sekisho db migrate", ja: "「sekisho db migrate」を実行してください"))
    case .insufficientPrivilege?, .undefinedObject?, .invalidParameterValue?:
      self.init(
        .failure, Text(en: "this login may not do that", ja: "このユーザにはその権限がありません"),
        hint: Text(
          en: "connect as the owner, or as a member of the group role that is named",
          ja: "所有者か、示されたグループロールのメンバーとして接続してください"),
        details: error.report.map { [$0.message] } ?? [])
    default:
      self.init(
        error.isRetryable ? Exit.tryAgain : .failure, error.explanation,
        details: error.report.map { [$0.message] } ?? [])
    }
  }

  /// libpq's own words name host, port and user. Those about a string it could not read may quote a password.
  private static func words(of error: PostgresError, _ fault: ConnectionFault) -> [String] {
    guard fault != .malformed,
      error.message.hasPrefix("connection to server") || fault == .unknownHost || fault == .tooOld
    else { return [] }
    return error.message.split(separator: "\n").prefix(6).map { $0.drop(while: \.isWhitespace) }.map(String.init)
  }

  private static func exit(_ fault: ConnectionFault) -> ExitCode {
    switch fault {
    case .passwordMissing, .passwordWrong, .notAdmitted, .noSuchRole: Exit.signIn
    case .noSuchDatabase, .unknownHost: Exit.notFound
    case .malformed, .notRunning, .tooSlow, .notReady, .full, .encryption, .tooOld, .readOnly, .other: .failure
    }
  }

  private static func exit(_ code: EngineError.Code) -> ExitCode {
    switch code {
    case .signIn: Exit.signIn
    case .notFound: Exit.notFound
    case .invalid, .keyReused, .unsound, .undecided: Exit.invalid
    case .tryAgain, .outcomeUnknown: Exit.tryAgain
    case .forbidden, .leaseLost, .corrupt, .conflict: .failure
    }
  }
}
