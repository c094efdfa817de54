import Diagnostics
import Engine
import HTTPTypes
import JSON

/// The OpenAPI 3.1 description, made from the routes themselves.
struct APIDocument {
  let routes: [Route]
  let language: Language

  static let version = "1.0.0"

  var json: JSONValue {
    var paths: [String: JSONValue] = [:]
    for route in routes {
      var item = paths[route.path.text]?.objectValue ?? [:]
      item[route.method.rawValue.lowercased()] = operation(route)
      paths[route.path.text] = .object(item)
    }
    return [
      "openapi": "3.1.1",
      "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
      "info": [
        "title": say(en: "Sekisho", ja: "関所"), "version": .string(Self.version),
        "description": .string(Self.overview[language]),
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "/"]],
      "tags": .array(
        RouteTag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.details[language])] }),
      "paths": .object(paths),
      "components": [
        "schemas": SchemaName.components, "securitySchemes": ["token": security],
        "headers": .object(Self.headers(language)),
      ],
    ]
  }

  private func say(en: String, ja: String) -> JSONValue { .string(Text(en: en, ja: ja)[language]) }

  private var security: JSONValue {
    [
      "type": "http", "scheme": "bearer", "bearerFormat": "sekisho_…",
      "description": say(
        en: "A token of `sekisho token`: random, scoped, expiring.", ja: "sekisho tokenで発行したトークン(権限範囲と期限付き)"),
    ]
  }

  private func operation(_ route: Route) -> JSONValue {
    var operation: [String: JSONValue] = [
      "operationId": .string(route.name), "tags": [.string(route.tag.rawValue)],
      "summary": .string(route.summary[language]), "responses": .object(responses(route)),
    ]
    let parameters = parameters(route)
    if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
    if let body = body(route) { operation["requestBody"] = body }
    switch route.access {
    case .open: operation["security"] = []
    case .signedIn: operation["security"] = [["token": []]]
    case .scope(let scope):
      operation["security"] = [["token": [.string(scope.rawValue)]]]
      operation["x-scope"] = .string(scope.rawValue)
    }
    return .object(operation)
  }

  // MARK: What goes in

  private func parameters(_ route: Route) -> [JSONValue] {
    var list = route.path.parameters.map { name -> JSONValue in
      parameter(name.rawValue, in: "path", name.schema, name.details, required: true)
    }
    list += route.query.map { parameter($0.name, in: "query", $0.schema, $0.details, required: $0.isRequired) }
    if route.access != .open {
      list += [
        header("Sekisho-Position", Schema.name, en: "Position to act in, of several", ja: "兼任のときに操作する職"),
        header("Sekisho-On-Behalf-Of", Schema.name, en: "Person in whose name to act", ja: "代理する相手"),
      ]
    }
    switch route.write {
    case .none, .plain: break
    case .kept: list.append(idempotency)
    case .versioned:
      list.append(idempotency)
      list.append(
        header("If-Match", Schema.text(max: 32), en: "ETag of the item as it was read", ja: "読み取った案件のETag"))
    }
    return list
  }

  private var idempotency: JSONValue {
    header(
      "Idempotency-Key", Schema.text(max: 255, min: 1), en: "The same key and request have one effect",
      ja: "同じキーの同じ要求は一度だけ効果を持つ")
  }

  private func header(_ name: String, _ schema: JSONValue, en: String, ja: String) -> JSONValue {
    parameter(name, in: "header", schema, Text(en: en, ja: ja), required: false)
  }

  private func parameter(
    _ name: String, in place: String, _ schema: JSONValue, _ details: Text, required: Bool
  ) -> JSONValue {
    [
      "name": .string(name), "in": .string(place), "required": .bool(required), "schema": schema,
      "description": .string(details[language]),
    ]
  }

  private func body(_ route: Route) -> JSONValue? {
    switch route.body {
    case .none: nil
    case .json(let name): ["required": true, "content": ["application/json": ["schema": Schema.ref(name)]]]
    case .raw(let max, let media):
      [
        "required": true,
        "description": say(en: "At most \(max) bytes", ja: "\(max)バイトまで"),
        "content": .object(
          Dictionary(uniqueKeysWithValues: media.map { ($0, [:]) })),
      ]
    }
  }

  // MARK: What comes out

  private func responses(_ route: Route) -> [String: JSONValue] {
    var responses: [String: JSONValue] = [:]
    for success in route.successes {
      var response: [String: JSONValue] = ["description": .string(success.details[language])]
      switch success.content {
      case .none: break
      case .json(let name): response["content"] = ["application/json": ["schema": Schema.ref(name)]]
      // Bytes that JSON Schema has nothing to say about (OpenAPI 3.1, "Considerations for File Uploads").
      case .bytes(let media): response["content"] = .object([media: [:]])
      }
      if !success.headers.isEmpty {
        response["headers"] = .object(
          Dictionary(
            uniqueKeysWithValues: success.headers.map {
              ($0, ["$ref": .string("#/components/headers/" + $0)])
            }))
      }
      responses[String(success.status.code)] = .object(response)
    }
    for (status, codes) in Dictionary(grouping: route.problems, by: \.status.code) {
      let lines = codes.map { "`\($0.rawValue)`: \($0.title[language])" }.joined(separator: "; ")
      responses[String(status)] = problem(lines)
    }
    responses["default"] = problem(
      Text(
        en: "Anything else, such as 414, 431, 500 and 504, is a problem document too.",
        ja: "その他(414、431、500、504など)も問題文書で返す。")[language])
    return responses
  }

  private func problem(_ text: String) -> JSONValue {
    [
      "description": .string(text),
      "content": .object([Problem.mediaType: ["schema": Schema.ref(.problem)]]),
    ]
  }

  private static func headers(_ language: Language) -> [String: JSONValue] {
    let all: [(String, JSONValue, Text)] = [
      ("ETag", Schema.string, Text(en: "Version of the item", ja: "案件の版")),
      ("Location", Schema.string, Text(en: "Address of what was made", ja: "作成されたもののアドレス")),
      ("Content-Disposition", Schema.string, Text(en: "The document's file name", ja: "文書のファイル名")),
    ]
    return Dictionary(
      uniqueKeysWithValues: all.map { name, schema, text in
        (name, ["schema": schema, "description": .string(text[language])])
      })
  }

  private static let overview = Text(
    en: """
      Items move through workflows that are data. Every answer that is no success is a problem document (RFC 9457) with \
      a stable `code`, both languages and a hint; `Accept-Language` (ja, en) chooses the language of `title` and \
      `detail`. Send an `Idempotency-Key` with writes and repeat freely; send `If-Match` with the ETag you have read; \
      add `dry_run=true` to see what would happen. Times are RFC 3339, days are days in Asia/Tokyo.
      """,
    ja: """
      案件は、データとして定義されたワークフローに沿って進みます。成功以外の応答はすべて問題文書(RFC 9457)で、変わらないcode、\
      日英両方の文、次に取るべき対応を含みます。titleとdetailの言語はAccept-Language(ja、en)で選べます。書込みには\
      Idempotency-Keyを付ければ安全に再送でき、読み取ったETagをIf-Matchで送れば行き違いを防げます。dry_run=trueで見込みだけを\
      確認できます。時刻はRFC 3339、日付は日本時間です。
      """)
}
