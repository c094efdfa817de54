import Diagnostics
import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Reads bodies within their limits and checks JSON against the schema that the API document shows.
struct BodyReader: Sendable {
  private let settings: ServerSettings
  private let schemas: [SchemaName: JSONSchema]

  /// Compiles the schemas of all bodies once.
  init(_ settings: ServerSettings, routes: [Route]) throws {
    self.settings = settings
    var schemas: [SchemaName: JSONSchema] = [:]
    for route in routes {
      if case .json(let name) = route.body { schemas[name] = try SchemaName.compiled(name) }
    }
    self.schemas = schemas
  }

  func read(_ request: Request, for route: Route) async throws -> CallBody {
    switch route.body {
    case .none:
      // A body that nobody asked for is not looked at; the connection drops it.
      return CallBody()
    case .json(let name):
      let media = try Self.media(request, allowed: ["application/json"])
      let bytes = try await bytes(request, max: settings.maxJSON)
      return CallBody(bytes: bytes, json: try json(bytes, as: name), media: media)
    case .raw(let max, let allowed):
      let media = try Self.media(request, allowed: allowed)
      return CallBody(bytes: try await bytes(request, max: max), media: media)
    }
  }

  private func json(_ bytes: [UInt8], as name: SchemaName) throws(Problem) -> JSONValue {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: settings.maxJSON))
    } catch {
      throw Problem(error, in: bytes)
    }
    let violations = schemas[name]?.validate(value) ?? []
    if !violations.isEmpty { throw Problem(violations) }
    return value
  }

  /// The media type without parameters; a charset other than UTF-8 is refused.
  private static func media(_ request: Request, allowed: [String]) throws(Problem) -> String {
    let header = request.headers[.contentType] ?? ""
    let parts = header.split(separator: ";", maxSplits: 8).map { $0.trimmed.lowercased() }
    let media = parts.first ?? ""
    let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst(8).filter { $0 != "\"" }
    let isKnown = allowed.contains(media) || (allowed.contains("*/*") && isMediaType(media))
    guard isKnown, charset == nil || charset == "utf-8" || allowed.contains("*/*") else {
      let list = allowed.joined(separator: ", ")
      throw Problem(
        .mediaType,
        Text(
          en: "this address takes \(list), not \(media.isEmpty ? "a body without Content-Type" : media.prefix(100))",
          ja: "このアドレスの対応形式は\(list)です"))
    }
    return media
  }

  private static func isMediaType(_ text: String) -> Bool {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    return halves.count == 2 && text.utf8.count <= 127
      && halves.allSatisfy { half in
        !half.isEmpty
          && half.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "!#$&-^_.+".utf8.contains(byte)
          }
      }
  }

  /// Slow senders are cut off at the next bytes that come; silent ones by the connection's idle time.
  private func bytes(_ request: Request, max: Int) async throws -> [UInt8] {
    if let announced = request.headers[.contentLength].flatMap({ Int($0) }), announced > max {
      throw Self.tooLarge(max)
    }
    let deadline = ContinuousClock.now + settings.bodyTimeout
    var bytes: [UInt8] = []
    for try await chunk in request.body {
      guard bytes.count + chunk.readableBytes <= max else { throw Self.tooLarge(max) }
      guard ContinuousClock.now < deadline else { throw Self.tooSlow }
      bytes.append(contentsOf: chunk.readableBytesView)
    }
    return bytes
  }

  private static func tooLarge(_ max: Int) -> Problem {
    Problem(.bodyTooLarge, Text(en: "a body here has at most \(max) bytes", ja: "本文は\(max)バイトまでです"))
  }

  private static let tooSlow = Problem(
    .requestTimeout, Text(en: "the body took too long to arrive", ja: "本文の受信が時間内に終わりませんでした"))
}
