package import Diagnostics

/// Why no session came about, as far as libpq's words tell: it keeps no SQLSTATE of a failed connection. The words are
/// libpq's (always English here) or the server's, in its own language, of which English and Japanese are known.
package enum ConnectionFault: Hashable, Sendable, CaseIterable {
  /// The string that says where to connect cannot be read.
  case malformed
  case notRunning
  case unknownHost
  case tooSlow
  case passwordMissing
  case passwordWrong
  case noSuchRole
  case noSuchDatabase
  /// `pg_hba.conf` or a missing right to connect.
  case notAdmitted
  /// Starting, stopping or recovering.
  case notReady
  /// No slot for one more session.
  case full
  case encryption
  case tooOld
  /// With several hosts: none of them takes writes.
  case readOnly
  case other

  /// In the order in which they are looked for.
  private static let words: [(ConnectionFault, [String])] = [
    (
      .malformed,
      [
        "in connection info string", "invalid connection option", "invalid URI", "invalid percent-encoded",
        "invalid integer value", "invalid sslmode value", "invalid target_session_attrs", "could not match",
      ]
    ),
    (.passwordMissing, ["no password supplied"]),
    (.passwordWrong, ["password authentication failed", "パスワード認証に失敗"]),
    (.noSuchDatabase, ["database \"*\" does not exist", "データベース\"*\"は存在しません"]),
    (.noSuchRole, ["role \"*\" does not exist", "ロール\"*\"は存在しません"]),
    (
      .notAdmitted,
      [
        "no pg_hba.conf entry", "pg_hba.conf", "permission denied for database", "authentication failed",
        "is not permitted to log in", "に失敗しました(認証", "認証に失敗", "ログインが許可されていません",
      ]
    ),
    (.notReady, ["the database system is", "データベースシステムは", "not accepting connections", "接続を受け付けていません"]),
    (.full, ["too many clients", "too many connections", "remaining connection slots", "クライアント数が多すぎ", "接続数が多すぎ"]),
    (.readOnly, ["session is read-only", "server is in hot standby", "server is not in hot standby"]),
    (.unknownHost, ["could not translate host name"]),
    (.tooSlow, ["timeout expired"]),
    (.encryption, ["SSL", "GSSAPI", "certificate"]),
    (.tooOld, ["15 or newer is needed"]),
    (
      .notRunning,
      [
        "Connection refused", "No such file or directory", "No route to host", "Network is unreachable",
        "server closed the connection",
      ]
    ),
  ]

  init(message: String) {
    self =
      Self.words.first { _, patterns in patterns.contains { Self.matches(message, $0) } }?.0 ?? .other
  }

  /// A `*` stands for anything.
  private static func matches(_ message: String, _ pattern: String) -> Bool {
    var rest = Substring(message)
    for part in pattern.split(separator: "*", omittingEmptySubsequences: false) where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  /// The same attempt may succeed in a while without anybody changing a setting.
  package var mayPass: Bool {
    switch self {
    case .notRunning, .tooSlow, .notReady, .full, .readOnly: true
    case .malformed, .unknownHost, .passwordMissing, .passwordWrong, .noSuchRole, .noSuchDatabase, .notAdmitted,
      .encryption, .tooOld, .other:
      false
    }
  }

  package var text: Text {
    switch self {
    case .malformed: Text(en: "the connection string cannot be read", ja: "接続文字列を解釈できません")
    case .notRunning: Text(en: "no database server answers there", ja: "データベースサーバが応答しません")
    case .unknownHost: Text(en: "no machine of that name is known", ja: "そのホスト名は見つかりません")
    case .tooSlow: Text(en: "the server did not answer in time", ja: "サーバが時間内に応答しません")
    case .passwordMissing: Text(en: "the server asks for a password", ja: "サーバがパスワードを要求しています")
    case .passwordWrong: Text(en: "the server refused the password", ja: "パスワードが拒否されました")
    case .noSuchRole: Text(en: "the server knows no such user", ja: "そのユーザはサーバに存在しません")
    case .noSuchDatabase: Text(en: "the server has no database of that name", ja: "その名前のデータベースはありません")
    case .notAdmitted: Text(en: "the server does not let this user in", ja: "このユーザは接続を許可されていません")
    case .notReady: Text(en: "the server is starting or stopping", ja: "サーバが起動または停止の途中です")
    case .full: Text(en: "the server takes no more sessions", ja: "接続数が上限に達しています")
    case .encryption: Text(en: "no secure connection could be agreed on", ja: "安全な接続を確立できません")
    case .tooOld: Text(en: "the server is older than PostgreSQL 15", ja: "サーバが PostgreSQL 15 より古い版です")
    case .readOnly: Text(en: "no server that takes writes was found", ja: "書き込みできるサーバが見つかりません")
    case .other: Text(en: "no connection to the database could be made", ja: "データベースに接続できません")
    }
  }

  /// What to do next.
  package var help: Text {
    switch self {
    case .malformed:
      Text(
        en: "write postgresql://USER@HOST:PORT/DATABASE, or host=… port=… dbname=… user=…",
        ja: "postgresql://ユーザ@ホスト:ポート/データベース、または host=… port=… dbname=… user=… の形で書いてください")
    case .notRunning: Text(en: "start it, or check host and port", ja: "起動するか、ホストとポートを確認してください")
    case .unknownHost: Text(en: "check the host's name", ja: "ホスト名を確認してください")
    case .tooSlow: Text(en: "check host, port and firewall", ja: "ホスト・ポート・ファイアウォールを確認してください")
    case .passwordMissing, .passwordWrong:
      Text(
        en: "put it into ~/.pgpass or PGPASSFILE", ja: "~/.pgpass または PGPASSFILE に正しいパスワードを書いてください")
    case .noSuchRole: Text(en: "make it: createuser NAME", ja: "作成してください:createuser 名前")
    case .noSuchDatabase: Text(en: "make it: createdb NAME", ja: "作成してください:createdb 名前")
    case .notAdmitted:
      Text(en: "check pg_hba.conf and the right to connect", ja: "pg_hba.conf と接続権限を確認してください")
    case .notReady, .full: Text(en: "try again in a moment", ja: "しばらくしてから再実行してください")
    case .encryption: Text(en: "check sslmode and certificates", ja: "sslmode と証明書を確認してください")
    case .tooOld: Text(en: "upgrade the server", ja: "サーバを更新してください")
    case .readOnly: Text(en: "wait for the new primary", ja: "新しいプライマリを待ってください")
    case .other: Text(en: "look into the server's log", ja: "サーバのログを確認してください")
    }
  }
}

extension PostgresError {
  /// nil where a session was there.
  package var connectionFault: ConnectionFault? { kind == .connectFailed ? ConnectionFault(message: message) : nil }
}
