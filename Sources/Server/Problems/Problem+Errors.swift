import Diagnostics
import Engine
import HTTPTypes
import JSON

/// The one map from what the rooms below throw to what the world is told.
extension Problem {
  init(_ error: EngineError) {
    self.init(Self.code(error.code), error.message)
    if !error.diagnostics.isEmpty { extras["diagnostics"] = .array(error.diagnostics.prefix(500).map(\.json)) }
    if error.code == .signIn { headers[.wwwAuthenticate] = Self.challenge }
  }

  private static func code(_ code: EngineError.Code) -> ProblemCode {
    switch code {
    case .signIn: .signIn
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .invalid: .invalid
    case .keyReused: .keyReused
    case .tryAgain: .tryAgain
    case .outcomeUnknown: .outcomeUnknown
    case .leaseLost: .leaseLost
    case .corrupt: .corrupt
    case .conflict: .conflict
    case .unsound: .unsoundFile
    case .undecided: .undecidedFile
    }
  }

  /// RFC 6750 section 3.
  static let challenge = "Bearer realm=\"sekisho\""

  init(_ error: JSONError, in bytes: [UInt8]) {
    self.init(.invalidJSON, error.message, pointer: error.pointer)
    let position = SourceFile(name: "body", bytes: bytes).position(of: error.offset)
    extras["line"] = .number(.init(position.line))
    extras["column"] = .number(.init(position.column))
  }

  init(_ violations: [SchemaViolation]) {
    let first = violations.first
    self.init(
      .invalid,
      first?.message ?? Text(en: "the body does not have the documented shape", ja: "本文が文書化された形式ではありません"),
      pointer: first?.instancePointer)
    places = violations.prefix(100).map { Place(pointer: $0.instancePointer, message: $0.message) }
  }

  /// Whatever else was thrown. Its text stays in the log: it may name what the caller must not know.
  static let unexpected = Problem(
    .internal, Text(en: "something went wrong on our side", ja: "サーバー側で問題が発生しました"))

  static func from(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as EngineError: Problem(error)
    case is CancellationError:
      Problem(.tryAgain, Text(en: "the request was interrupted", ja: "処理が中断されました"))
    default: unexpected
    }
  }
}
