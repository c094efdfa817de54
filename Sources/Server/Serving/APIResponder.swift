import Diagnostics
import Engine
import HTTPTypes
import Hummingbird
import JSON
import Logging
import NIOCore

/// Takes every request through the same stages: address, sign-in, body, work, answer. Whatever goes wrong becomes a
/// problem document.
struct APIResponder: HTTPResponder {
  typealias Context = APIContext

  private let house: House
  private let table: RouteTable
  private let bodies: BodyReader
  private let authentication: Authentication

  init(_ house: House, routes: [Route]) throws {
    self.house = house
    table = RouteTable(routes)
    bodies = try BodyReader(house.settings, routes: routes)
    authentication = Authentication(engine: house.engine, signIns: house.signIns)
  }

  func respond(to request: Request, context: APIContext) async throws -> Response {
    let start = ContinuousClock.now
    let id = RequestID.of(request.headers)
    let language = AcceptLanguage.language(request.headers[.acceptLanguage])
    var route: Route?
    var response: Response
    do {
      let (found, path) = try find(request)
      route = found
      let answer = try await answer(request, context, found, path, language)
      response = Self.response(answer)
    } catch {
      let problem = Problem.from(error)
      log(problem, error, id)
      response = Self.response(problem, language, id)
    }
    if request.method == .head { response = response.createHeadResponse() }
    SafeHeaders.add(to: &response.headers, requestID: id)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    house.metrics.record(
      method: request.method, route: route?.path.text, status: response.status.code, seconds: seconds)
    house.logger.info(
      "request served",
      metadata: [
        "request": .string(id), "method": .string(request.method.rawValue.prefix(16).description),
        "route": .string(route?.path.text ?? "none"), "status": .stringConvertible(response.status.code),
        "seconds": .stringConvertible(seconds),
      ])
    return response
  }

  // MARK: Stages

  private func find(_ request: Request) throws(Problem) -> (Route, [PathParameter: String]) {
    let address = request.head.path ?? ""
    guard address.utf8.count <= house.settings.maxAddress else {
      throw Problem(
        .addressTooLong,
        Text(
          en: "an address has at most \(house.settings.maxAddress) bytes",
          ja: "アドレスは\(house.settings.maxAddress)バイトまでです"))
    }
    let size = request.headers.reduce(0) { $0 + $1.name.canonicalName.utf8.count + $1.value.utf8.count + 4 }
    guard request.headers.count <= house.settings.maxHeaders, size <= house.settings.maxHeaderBytes else {
      throw Problem(
        .headersTooLarge,
        Text(
          en: "at most \(house.settings.maxHeaders) headers and \(house.settings.maxHeaderBytes) bytes of them",
          ja: "ヘッダーは\(house.settings.maxHeaders)個、合計\(house.settings.maxHeaderBytes)バイトまでです"))
    }
    switch table.match(request.method, address.prefix { $0 != "?" }) {
    case .found(let route, let parameters): return (route, parameters)
    case .wrongMethod(let allowed):
      let list = allowed.map(\.rawValue).joined(separator: ", ")
      var problem = Problem(
        .methodNotAllowed, Text(en: "this address takes \(list)", ja: "このアドレスで使えるメソッドは\(list)です"))
      problem.headers[.allow] = list
      throw problem
    case .none:
      throw Problem(
        .notFound, Text(en: "there is no such address", ja: "そのようなアドレスはありません"),
        hint: Text(en: "see /openapi.json", ja: "/openapi.json をご覧ください"))
    }
  }

  private func answer(
    _ request: Request, _ context: APIContext, _ route: Route, _ path: [PathParameter: String], _ language: Language
  ) async throws -> Answer {
    let address = request.head.path ?? ""
    let query = address.firstIndex(of: "?").map { address[address.index(after: $0)...] } ?? ""
    switch route.handler {
    case .open(let handle):
      let values = try QueryValues(query, for: route.query)
      return try await handle(Visit(house: house, language: language, path: path, query: values))
    case .signedIn(let handle):
      let peer = ClientAddress.of(request.headers, context.address, trusts: house.settings.trustsForwardedFor)
      let caller = try await authentication.caller(request.headers, from: peer)
      try Authentication.require(route.access, of: caller)
      let values = try QueryValues(query, for: route.query)
      let options = try Self.options(request.headers, route.write)
      let body = try await bodies.read(request, for: route)
      let visit = Visit(house: house, language: language, path: path, query: values)
      return try await handle(
        Call(
          visit: visit, caller: caller, body: body, options: options,
          isDryRun: route.write != .none && values.flag("dry_run") == true))
    }
  }

  /// Headers that a route does not honour are refused: a promise that is not kept is worse than none.
  private static func options(_ headers: HTTPFields, _ write: Route.Write) throws(Problem) -> WriteOptions {
    let key = try IdempotencyKey.read(HTTPField.Name("Idempotency-Key").flatMap { headers[$0] })
    let version = try EntityTag.expected(headers[.ifMatch])
    if key != nil, write == .none || write == .plain {
      throw Problem(
        .invalidHeader,
        Text(
          en: "this address keeps no answers under an Idempotency-Key", ja: "このアドレスはIdempotency-Keyに対応していません"))
    }
    if version != nil, write != .versioned {
      throw Problem(
        .invalidHeader, Text(en: "this address takes no If-Match", ja: "このアドレスはIf-Matchに対応していません"))
    }
    return WriteOptions(idempotencyKey: key, expectedVersion: version)
  }

  // MARK: Answers

  private static func response(_ answer: Answer) -> Response {
    var headers = answer.headers
    switch answer.content {
    case .none: return Response(status: answer.status, headers: headers)
    case .json(let value):
      headers[.contentType] = "application/json"
      return Response(
        status: answer.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: value.canonicalBytes)))
    case .bytes(let bytes, let media):
      headers[.contentType] = media
      return Response(status: answer.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
  }

  private static func response(_ problem: Problem, _ language: Language, _ id: String) -> Response {
    var headers = problem.headers
    headers[.contentType] = Problem.mediaType
    headers[.contentLanguage] = language.rawValue
    headers[.vary] = "Accept-Language"
    let bytes = problem.json(in: language, requestID: id).canonicalBytes
    return Response(
      status: problem.code.status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func log(_ problem: Problem, _ error: any Error, _ id: String) {
    guard problem.code.status.code >= 500 else { return }
    house.logger.error(
      "request failed",
      metadata: [
        "request": .string(id), "code": .string(problem.code.rawValue),
        // The type only: the text of an error may hold data.
        "error": .string(String(describing: type(of: error))), "detail": .string(problem.detail.en),
      ])
  }
}
