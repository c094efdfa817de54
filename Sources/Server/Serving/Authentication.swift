import Diagnostics
import Engine
import HTTPTypes
import Workflows

/// From headers to a caller.
struct Authentication: Sendable {
  let engine: WorkflowEngine
  let signIns: FailedSignIns

  static let position = HTTPField.Name("Sekisho-Position")
  static let behalf = HTTPField.Name("Sekisho-On-Behalf-Of")

  func caller(_ headers: HTTPFields, from address: String) async throws -> Caller {
    if let seconds = signIns.wait(for: address) {
      var problem = Problem(
        .tooManySignIns,
        Text(
          en: "too many failed sign-ins from this address; wait \(seconds) s",
          ja: "このアドレスからのサインインの失敗が多すぎます。\(seconds)秒お待ちください"))
      problem.headers[.retryAfter] = String(seconds)
      throw problem
    }
    guard let secret = Self.secret(headers[values: .authorization]) else {
      // No credentials at all are no attempt to guess some.
      if headers[.authorization] != nil { signIns.record(address) }
      throw Self.refused(error: headers[.authorization] == nil ? nil : "invalid_request")
    }
    var caller: Caller
    do {
      caller = try await engine.signIn(secret)
    } catch {
      guard error.code == .signIn else { throw error }
      signIns.record(address)
      throw Self.refused(error: "invalid_token")
    }
    caller.position = try Self.name(headers, Self.position).map { PositionCode($0) }
    caller.onBehalfOf = try Self.name(headers, Self.behalf).map { PersonCode($0) }
    return caller
  }

  /// RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1).
  private static func secret(_ values: [String]) -> TokenSecret? {
    guard values.count == 1, let value = values.first, value.utf8.count <= 200 else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return TokenSecret(parts[1].trimmed)
  }

  private static func refused(error: String?) -> Problem {
    var problem = Problem(
      .signIn,
      Text(
        en: "the token is missing, unknown, expired or revoked", ja: "トークンがないか、無効・期限切れ・失効しています"))
    problem.headers[.wwwAuthenticate] = Problem.challenge + (error.map { ", error=\"\($0)\"" } ?? "")
    return problem
  }

  /// A code from the directory; percent-encoded where it is not ASCII.
  private static func name(_ headers: HTTPFields, _ field: HTTPField.Name?) throws(Problem) -> String? {
    guard let field, let value = headers[field] else { return nil }
    guard let name = PercentCoding.decode(value.trimmed), (1...200).contains(name.count) else {
      throw Problem(
        .invalidHeader,
        Text(
          en: "\(field.canonicalName) takes one code, percent-encoded UTF-8",
          ja: "\(field.canonicalName)にはコードを一つ(UTF-8のパーセントエンコーディングで)指定してください"))
    }
    return name
  }

  static func require(_ access: Route.Access, of caller: Caller) throws(Problem) {
    guard case .scope(let scope) = access, !caller.scopes.contains(scope) else { return }
    throw Problem(
      .scopeMissing,
      Text(
        en: "this token lacks the scope \"\(scope.rawValue)\"", ja: "このトークンには権限範囲「\(scope.rawValue)」がありません"))
  }
}
