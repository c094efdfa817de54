import ArgumentParser
import Diagnostics
import JSON

/// What the server answered instead: a problem document (RFC 9457), or a status alone where a proxy speaks.
struct RemoteProblem: Presentable {
  let status: Int
  /// Null where the answer was no problem document.
  let document: JSONValue
  /// Of a redirect.
  let location: String?

  init(status: Int, media: String, bytes: [UInt8], location: String? = nil) {
    self.status = status
    self.location = location
    let parsed = media == "application/problem+json" ? try? JSONValue(parsing: bytes) : nil
    document = parsed ?? .null
  }

  /// From the outcome of one item of many.
  init(_ document: JSONValue) {
    status = document["status"]?.int64.map { Int($0) } ?? 0
    self.document = document
    location = nil
  }

  /// The server's stable code; nil where it was not our server that answered.
  var code: String? { document["code"]?.stringValue }

  /// Passes by itself: another attempt may succeed.
  var isPassing: Bool { exit == Exit.tryAgain && status != 429 }

  /// Each code of the API has one exit code; answers of proxies are judged by their status.
  var exit: ExitCode {
    switch code {
    case "denied"?, "blocked"?, "forbidden"?: Exit.refused
    case "sign_in"?, "scope_missing"?: Exit.signIn
    case "not_found"?: Exit.notFound
    case "stale"?, "conflict"?, "lease_lost"?: Exit.stale
    case "invalid"?, "invalid_file"?, "unsound_file"?, "undecided_file"?, "invalid_query"?, "invalid_header"?,
      "invalid_json"?, "invalid_cursor"?,
      "body_too_large"?, "media_type"?, "address_too_long"?, "headers_too_large"?, "idempotency_key_reused"?:
      Exit.invalid
    case "try_again"?, "not_ready"?, "outcome_unknown"?, "too_many_sign_ins"?: Exit.tryAgain
    case "request_timeout"?: Exit.timedOut
    default: exitOfStatus
    }
  }

  private var exitOfStatus: ExitCode {
    switch status {
    case 401: Exit.signIn
    case 403: Exit.refused
    case 404: Exit.notFound
    case 408: Exit.timedOut
    case 409, 412: Exit.stale
    case 400, 413, 414, 415, 422, 431: Exit.invalid
    case 429, 502, 503, 504: Exit.tryAgain
    default: Exit.failure
    }
  }
}
