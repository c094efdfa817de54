import Diagnostics
import Engine
import HTTPTypes
import JSON

/// One operation of the API, declared once: the router serves it and the API document describes it, so that neither
/// can say what the other does not.
struct Route: Sendable {
  enum Access: Sendable, Hashable {
    case open
    /// Any valid token.
    case signedIn
    case scope(Scope)
  }

  enum Body: Sendable {
    case none
    case json(SchemaName)
    /// Any bytes, of at most so many, in one of these forms (`*/*`: any).
    case raw(max: Int, media: [String])
  }

  /// What a write takes beside its body.
  enum Write: Sendable, Hashable {
    case none
    /// Takes `dry_run`; asking twice has the effect of asking once, or is refused the second time.
    case plain
    /// Keeps its answer under an `Idempotency-Key`.
    case kept
    /// As `kept`, and held to `If-Match`.
    case versioned
  }

  enum Content: Sendable {
    case none
    case json(SchemaName)
    case bytes(String)
  }

  struct Success: Sendable {
    let status: HTTPResponse.Status
    let content: Content
    let details: Text
    var headers: [String] = []
  }

  enum Handler: Sendable {
    case open(@Sendable (Visit) async throws -> Answer)
    case signedIn(@Sendable (Call) async throws -> Answer)
  }

  let method: HTTPRequest.Method
  let path: PathTemplate
  /// `operationId`
  let name: String
  let tag: RouteTag
  let summary: Text
  let access: Access
  let query: [QueryParameter]
  let body: Body
  let write: Write
  let successes: [Success]
  let problems: [ProblemCode]
  let handler: Handler

  init(
    _ method: HTTPRequest.Method, _ path: PathTemplate, _ name: String, _ tag: RouteTag, en: String, ja: String,
    _ access: Access, query: [QueryParameter] = [], body: Body = .none, write: Write = .none, _ successes: Success...,
    problems: [ProblemCode] = [], handle: @escaping @Sendable (Call) async throws -> Answer
  ) {
    self.init(
      method, path, name, tag, Text(en: en, ja: ja), access, query, body, write, successes, problems,
      .signedIn(handle))
  }

  /// A route that anybody may ask.
  init(
    open path: PathTemplate, _ name: String, en: String, ja: String, _ successes: Success...,
    problems: [ProblemCode] = [], handle: @escaping @Sendable (Visit) async throws -> Answer
  ) {
    self.init(
      .get, path, name, .operation, Text(en: en, ja: ja), .open, [], .none, .none, successes, problems, .open(handle))
  }

  private init(
    _ method: HTTPRequest.Method, _ path: PathTemplate, _ name: String, _ tag: RouteTag, _ summary: Text,
    _ access: Access, _ query: [QueryParameter], _ body: Body, _ write: Write, _ successes: [Success],
    _ problems: [ProblemCode], _ handler: Handler
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.tag = tag
    self.summary = summary
    self.access = access
    self.query = write == .none ? query : query + [.dryRun]
    self.body = body
    self.write = write
    self.successes = successes
    self.problems = Self.problems(access, body, write, problems)
    self.handler = handler
  }

  /// What may go wrong with any route of this kind, before its own work begins.
  private static func problems(
    _ access: Access, _ body: Body, _ write: Write, _ own: [ProblemCode]
  ) -> [ProblemCode] {
    var codes: Set<ProblemCode> = [.invalidQuery]
    switch access {
    case .open: break
    case .signedIn: codes.formUnion([.invalidHeader, .signIn, .tooManySignIns, .tryAgain])
    case .scope: codes.formUnion([.invalidHeader, .signIn, .tooManySignIns, .tryAgain, .scopeMissing])
    }
    switch body {
    case .none: break
    case .json: codes.formUnion([.invalidJSON, .invalid, .mediaType, .bodyTooLarge, .requestTimeout])
    case .raw: codes.formUnion([.mediaType, .bodyTooLarge, .requestTimeout])
    }
    switch write {
    case .none, .plain: break
    case .kept: codes.insert(.keyReused)
    case .versioned: codes.formUnion([.keyReused, .stale])
    }
    return codes.union(own).sorted { $0.rawValue < $1.rawValue }
  }

  /// Every status that the API document names for this route.
  var statuses: [Int] {
    Set(successes.map(\.status.code) + problems.map(\.status.code)).sorted()
  }
}

extension Route.Success {
  static func ok(_ schema: SchemaName, en: String, ja: String, headers: [String] = []) -> Self {
    Self(status: .ok, content: .json(schema), details: Text(en: en, ja: ja), headers: headers)
  }

  static func created(_ schema: SchemaName, en: String, ja: String, headers: [String] = ["Location"]) -> Self {
    Self(status: .created, content: .json(schema), details: Text(en: en, ja: ja), headers: headers)
  }

  static func bytes(_ media: String, en: String, ja: String, headers: [String] = []) -> Self {
    Self(status: .ok, content: .bytes(media), details: Text(en: en, ja: ja), headers: headers)
  }

  static func done(en: String, ja: String) -> Self {
    Self(status: .noContent, content: .none, details: Text(en: en, ja: ja))
  }
}

/// Chapters of the API document.
enum RouteTag: String, Sendable, Hashable, CaseIterable {
  case items
  case invoices
  case work
  case workflows
  case people
  case access
  case record
  case operation

  var details: Text {
    switch self {
    case .items: Text(en: "Items and everything that is done to them", ja: "案件とその操作")
    case .invoices: Text(en: "Invoices in JP PINT: check, submit, follow", ja: "JP PINTの請求書(点検・提出・確認)")
    case .work: Text(en: "Inbox, board, tasks and external workers", ja: "受信箱・一覧盤・タスク・外部ワーカー")
    case .workflows: Text(en: "Definitions, calendars and parameters", ja: "定義・暦・パラメーター")
    case .people: Text(en: "People, positions, parties and who may act for whom", ja: "職員・職・事業者・代理")
    case .access: Text(en: "Tokens and the caller", ja: "トークンと利用者")
    case .record: Text(en: "The record", ja: "記録")
    case .operation: Text(en: "Life signs and this document", ja: "稼働状況とこの文書")
    }
  }
}
