package import Diagnostics

/// Whatever goes wrong between a caller and PostgreSQL.
///
/// `message` and the texts of `report` come from the server and may quote stored data (`Key (id)=(…) already exists`):
/// show them to operators, never write them to a log.
package struct PostgresError: Error, Sendable {
  package enum Kind: Hashable, Sendable, CaseIterable {
    /// The server refused a statement: `report` is set.
    case server
    /// No connection could be made.
    case connectFailed
    /// The connection broke. See `mayHaveTakenEffect`.
    case connectionLost
    /// A COMMIT was sent and nobody can say whether it holds: the connection broke before the answer, or the wait for
    /// a synchronous standby was cut short (then it is committed here, and would be lost with this server). Look before
    /// doing it again.
    case outcomeUnknown
    /// The task was cancelled, and nothing took effect beyond what earlier statements did.
    case cancelled
    /// The time allowed for a batch ran out and the server was told to stop.
    case timedOut
    /// A value read is not what the caller asked for.
    case decoding
    /// The caller broke a rule of this room (a transaction used after its end, a value too large for the protocol).
    case misuse
    /// No connection became free in the time allowed.
    case poolTimedOut
    /// More callers are waiting than the pool lets wait.
    case poolBusy
    /// The pool or the connection was closed by its owner.
    case closed
  }

  package let kind: Kind
  /// In English, from this room or from the server.
  package let message: String
  /// The server's own fields.
  package let report: ServerReport?
  /// Which statement of a pipeline failed, from 0.
  package internal(set) var statementIndex: Int?
  /// Statements outside a transaction may have been committed although no answer came.
  package let mayHaveTakenEffect: Bool
  /// Where in our sources the call was made, as `Room/File.swift`.
  package internal(set) var fileID: String
  package internal(set) var line: Int

  package init(
    _ kind: Kind, _ message: String, report: ServerReport? = nil, mayHaveTakenEffect: Bool = false,
    fileID: String = #fileID, line: Int = #line
  ) {
    self.kind = kind
    self.message = message
    self.report = report
    self.mayHaveTakenEffect = mayHaveTakenEffect
    self.fileID = fileID
    self.line = line
  }

  /// The fields of an ErrorResponse or NoticeResponse (PostgreSQL documentation, section 55.8).
  package final class ServerReport: Sendable {
    package let sqlState: SQLState
    /// Never translated: `ERROR`, `FATAL`, `PANIC`, `WARNING`, `NOTICE`.
    package let severity: String
    package let message: String
    package let detail: String?
    package let hint: String?
    package let schema: String?
    package let table: String?
    package let column: String?
    package let constraint: String?
    /// In characters of the statement, from 1.
    package let position: Int?
    /// The function of the server's sources that spoke.
    package let routine: String?
    /// The nesting of functions in which it happened.
    package let context: String?

    init(
      sqlState: SQLState, severity: String, message: String, detail: String?, hint: String?, schema: String?,
      table: String?, column: String?, constraint: String?, position: Int?, routine: String?, context: String?
    ) {
      self.sqlState = sqlState
      self.severity = severity
      self.message = message
      self.detail = detail
      self.hint = hint
      self.schema = schema
      self.table = table
      self.column = column
      self.constraint = constraint
      self.position = position
      self.routine = routine
      self.context = context
    }
  }
}

extension PostgresError {
  package var sqlState: SQLState? { report?.sqlState }
  package var constraint: String? { report?.constraint }
  package var table: String? { report?.table }
  package var detail: String? { report?.detail }
  package var severity: String? { report?.severity }

  /// The same work may succeed when done again from the beginning. Never true of an unknown outcome; for a lost
  /// connection look at `mayHaveTakenEffect` first unless the work only read.
  package var isRetryable: Bool {
    switch kind {
    case .server:
      guard let report else { return false }
      // "cached plan must not change result type": the plan has been forgotten, the next attempt makes a new one
      if report.sqlState == .featureNotSupported { return report.routine == "RevalidateCachedQuery" }
      let isAboutOurs = report.sqlState == .invalidStatementName || report.sqlState == .duplicateStatement
      return report.sqlState.isRetryable || isAboutOurs
    case .connectFailed:
      return report.map { $0.sqlState.isRetryable } ?? true
    case .connectionLost, .poolTimedOut, .poolBusy: return true
    case .outcomeUnknown, .cancelled, .timedOut, .decoding, .misuse, .closed: return false
    }
  }

  func at(_ site: CallSite) -> PostgresError {
    var copy = self
    copy.fileID = site.fileID
    copy.line = site.line
    return copy
  }

  /// What happened and what to do next, for people; holds nothing the server said.
  package var explanation: Text {
    switch kind {
    case .server:
      Text(
        en: "The database refused a statement (SQLSTATE \(sqlState?.rawValue ?? "unknown")).",
        ja: "データベースが文を拒否しました(SQLSTATE \(sqlState?.rawValue ?? "不明"))。")
    case .connectFailed:
      Text(
        en: "No connection to the database could be made. Check that it runs and that the connection string is right.",
        ja: "データベースに接続できません。稼働状況と接続文字列を確認してください。")
    case .connectionLost:
      Text(
        en: "The connection to the database broke. Try again.",
        ja: "データベースとの接続が切れました。もう一度実行してください。")
    case .outcomeUnknown:
      Text(
        en: "It is not known whether the change was committed. Look at the present state before doing it again.",
        ja: "変更が確定したかどうか分かりません。再実行の前に現在の状態を確認してください。")
    case .cancelled:
      Text(en: "The request was cancelled.", ja: "要求は取り消されました。")
    case .timedOut:
      Text(
        en: "The database did not answer in the time allowed. Try again later.",
        ja: "データベースが時間内に応答しませんでした。後でもう一度実行してください。")
    case .decoding:
      Text(
        en:
          "The database sent a value of an unexpected type. The schema and this program do not match: run the migrations.",
        ja: "データベースの値の型が想定と異なります。スキーマとプログラムの版が一致していません。移行を実行してください。")
    case .misuse:
      Text(
        en: "The program used the database wrongly. This is a defect: please report it.",
        ja: "プログラムのデータベースの使い方に誤りがあります。不具合として報告してください。")
    case .poolTimedOut, .poolBusy:
      Text(
        en: "All database connections are busy. Try again later.",
        ja: "データベース接続がすべて使用中です。後でもう一度実行してください。")
    case .closed:
      Text(en: "The program is shutting down.", ja: "プログラムは終了処理中です。")
    }
  }
}

extension PostgresError: CustomStringConvertible {
  /// For operators and test output.
  package var description: String {
    var parts = ["\(kind)"]
    if let report { parts.append("\(report.severity) \(report.sqlState.rawValue)") }
    if let statementIndex { parts.append("statement \(statementIndex)") }
    var text = parts.joined(separator: ", ") + ": " + message
    if let report {
      for (name, value) in [
        ("detail", report.detail), ("hint", report.hint), ("table", report.table), ("column", report.column),
        ("constraint", report.constraint), ("position", report.position.map(String.init)),
        ("context", report.context),
      ] {
        if let value { text += "; \(name): \(value)" }
      }
    }
    return text + " (\(fileID):\(line))"
  }
}

/// Where a call into this room was made.
struct CallSite: Sendable {
  let fileID: String
  let line: Int

  init(_ fileID: String, _ line: Int) {
    self.fileID = fileID
    self.line = line
  }
}
