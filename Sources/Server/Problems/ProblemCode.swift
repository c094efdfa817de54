import Diagnostics
import HTTPTypes

/// Everything that a request may be answered with instead of what it asked for. The codes never change their meaning;
/// each has one HTTP status, whoever raises it.
enum ProblemCode: String, Sendable, Hashable, CaseIterable {
  // What was sent cannot be read.
  case invalidQuery = "invalid_query"
  case invalidHeader = "invalid_header"
  case invalidJSON = "invalid_json"
  case invalidCursor = "invalid_cursor"
  case bodyTooLarge = "body_too_large"
  case mediaType = "media_type"
  case addressTooLong = "address_too_long"
  case headersTooLarge = "headers_too_large"
  case requestTimeout = "request_timeout"
  // Who asks.
  case signIn = "sign_in"
  case scopeMissing = "scope_missing"
  case forbidden
  case tooManySignIns = "too_many_sign_ins"
  // What is asked for.
  case notFound = "not_found"
  case methodNotAllowed = "method_not_allowed"
  case invalid
  case invalidFile = "invalid_file"
  case unsoundFile = "unsound_file"
  case undecidedFile = "undecided_file"
  case keyReused = "idempotency_key_reused"
  // What the workflow says.
  case denied
  case blocked
  case stale
  case conflict
  case leaseLost = "lease_lost"
  // How we are.
  case tryAgain = "try_again"
  case notReady = "not_ready"
  case outcomeUnknown = "outcome_unknown"
  case corrupt
  case `internal`

  var status: HTTPResponse.Status {
    switch self {
    case .invalidQuery, .invalidHeader, .invalidJSON, .invalidCursor: .badRequest
    case .bodyTooLarge: .contentTooLarge
    case .mediaType: .unsupportedMediaType
    case .addressTooLong: .uriTooLong
    case .headersTooLarge: .requestHeaderFieldsTooLarge
    case .requestTimeout: .requestTimeout
    case .signIn: .unauthorized
    case .scopeMissing, .forbidden, .denied: .forbidden
    case .tooManySignIns: .tooManyRequests
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .invalid, .invalidFile, .unsoundFile, .undecidedFile, .keyReused: .unprocessableContent
    case .blocked, .conflict, .leaseLost: .conflict
    case .stale: .preconditionFailed
    case .tryAgain, .notReady: .serviceUnavailable
    case .outcomeUnknown: .gatewayTimeout
    case .corrupt, .internal: .internalServerError
    }
  }

  /// What the client can do where the problem itself does not say it better.
  var hint: Text {
    switch self {
    case .invalidQuery:
      Text(en: "see /openapi.json for the parameters of this address", ja: "このアドレスで使えるパラメーターは /openapi.json にあります")
    case .invalidHeader: Text(en: "correct the header and send the request again", ja: "ヘッダーを直して送り直してください")
    case .invalidJSON: Text(en: "send one JSON document (RFC 8259) in UTF-8", ja: "UTF-8のJSON文書(RFC 8259)を一つ送ってください")
    case .invalidCursor:
      Text(en: "use the `next` of the page before, unchanged", ja: "前のページの next をそのまま使ってください")
    case .bodyTooLarge: Text(en: "send less", ja: "小さくして送ってください")
    case .mediaType: Text(en: "set Content-Type to a form that this address takes", ja: "Content-Typeを対応形式にしてください")
    case .addressTooLong: Text(en: "send a shorter address", ja: "アドレスを短くしてください")
    case .headersTooLarge: Text(en: "send fewer and shorter headers", ja: "ヘッダーを減らしてください")
    case .requestTimeout:
      Text(en: "send the whole request without long breaks", ja: "要求を途切れなく最後まで送ってください")
    case .signIn:
      Text(
        en: "send `Authorization: Bearer sekisho_…` with a valid token", ja: "有効なトークンを Authorization: Bearer で送ってください")
    case .scopeMissing:
      Text(en: "use a token with the scope that is named", ja: "必要な権限範囲を持つトークンを使ってください")
    case .forbidden: Text(en: "ask somebody who may do it", ja: "権限のある方に依頼してください")
    case .tooManySignIns:
      Text(en: "wait as long as Retry-After says, then use a valid token", ja: "Retry-Afterの秒数を待ち、有効なトークンで再試行してください")
    case .notFound:
      Text(en: "check the name; what you may not see is not there for you", ja: "名前を確認してください。閲覧権限のないものは存在しないものとして扱われます")
    case .methodNotAllowed: Text(en: "use one of the methods in Allow", ja: "Allowにあるメソッドを使ってください")
    case .invalid: Text(en: "correct the places that are named", ja: "示された箇所を直してください")
    case .invalidFile: Text(en: "correct the file where the findings say", ja: "指摘に従ってファイルを直してください")
    case .unsoundFile:
      Text(
        en: "mend the flow where the findings say; each shows its shortest path", ja: "指摘に従って流れを直してください(最短の経路を示しています)")
    case .undecidedFile:
      Text(
        en: "simplify what is named, or accept it with `accept_undecided` and a reason, which is recorded",
        ja: "示された箇所を簡単にするか、accept_undecided に理由を付けて受け入れてください(記録されます)")
    case .keyReused: Text(en: "use a new key for a new request", ja: "新しい要求には新しいキーを使ってください")
    case .denied: Text(en: "`met_by` names who may do it", ja: "met_by に操作できる方が示されています")
    case .blocked:
      Text(en: "`reasons` names what is missing and who can meet it", ja: "reasons に不足している条件と対応できる方が示されています")
    case .stale: Text(en: "read the item again and decide anew", ja: "案件を読み直してください")
    case .conflict: Text(en: "look at the present state, then decide anew", ja: "現在の状態を確認してください")
    case .leaseLost: Text(en: "drop the result; claim another task", ja: "結果を破棄し、別のタスクを取得してください")
    case .tryAgain, .notReady:
      Text(en: "wait as long as Retry-After says, then repeat", ja: "Retry-Afterの秒数を待って再送してください")
    case .outcomeUnknown:
      Text(en: "repeat with the same Idempotency-Key: it has one effect", ja: "同じIdempotency-Keyで再送してください(効果は一度だけです)")
    case .corrupt, .internal: Text(en: "report the request id to the operator", ja: "要求番号を運用担当者に知らせてください")
    }
  }

  var title: Text {
    switch self {
    case .invalidQuery: Text(en: "Invalid query", ja: "クエリが正しくありません")
    case .invalidHeader: Text(en: "Invalid header", ja: "ヘッダーが正しくありません")
    case .invalidJSON: Text(en: "Invalid JSON", ja: "JSONが正しくありません")
    case .invalidCursor: Text(en: "Invalid cursor", ja: "カーソルが正しくありません")
    case .bodyTooLarge: Text(en: "Body too large", ja: "本文が大きすぎます")
    case .mediaType: Text(en: "Unsupported content type", ja: "対応していない形式です")
    case .addressTooLong: Text(en: "Address too long", ja: "アドレスが長すぎます")
    case .headersTooLarge: Text(en: "Headers too large", ja: "ヘッダーが大きすぎます")
    case .requestTimeout: Text(en: "Request timed out", ja: "要求が時間切れです")
    case .signIn: Text(en: "Sign-in needed", ja: "サインインが必要です")
    case .scopeMissing: Text(en: "Scope missing", ja: "権限範囲が足りません")
    case .forbidden: Text(en: "Not allowed", ja: "許可されていません")
    case .tooManySignIns: Text(en: "Too many failed sign-ins", ja: "サインインの失敗が多すぎます")
    case .notFound: Text(en: "Not found", ja: "見つかりません")
    case .methodNotAllowed: Text(en: "Method not allowed", ja: "使えないメソッドです")
    case .invalid: Text(en: "Invalid data", ja: "データが正しくありません")
    case .invalidFile: Text(en: "Invalid file", ja: "ファイルが正しくありません")
    case .unsoundFile: Text(en: "Refuted by the verifier", ja: "検証で反証されました")
    case .undecidedFile: Text(en: "Not proved by the verifier", ja: "検証で証明できませんでした")
    case .keyReused: Text(en: "Idempotency key reused", ja: "冪等キーが使用済みです")
    case .denied: Text(en: "Denied", ja: "権限がありません")
    case .blocked: Text(en: "Blocked", ja: "条件が満たされていません")
    case .stale: Text(en: "Changed meanwhile", ja: "既に更新されています")
    case .conflict: Text(en: "Conflict", ja: "競合しています")
    case .leaseLost: Text(en: "Lease lost", ja: "タスクの担当が移りました")
    case .tryAgain: Text(en: "Try again", ja: "再試行してください")
    case .notReady: Text(en: "Not ready", ja: "準備ができていません")
    case .outcomeUnknown: Text(en: "Outcome unknown", ja: "結果を確認できません")
    case .corrupt: Text(en: "Stored data unreadable", ja: "保存データを読み取れません")
    case .internal: Text(en: "Internal error", ja: "内部エラー")
    }
  }

  /// Seconds after which a repetition makes sense.
  var retryAfter: Int? {
    if self == .tryAgain { return 1 }
    return self == .notReady ? 2 : nil
  }
}
