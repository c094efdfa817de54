import Diagnostics
import HTTPTypes
import JSON
import Testing

@testable import Server

/// The structure of the API document by the rules of OpenAPI 3.1.
@Suite struct APIDocumentTests {
  @Test(arguments: Language.allCases)
  func theDocumentIsWellFormed(_ language: Language) throws {
    let document = APIDocument(routes: Route.all, language: language).json
    #expect(document["openapi"] == "3.1.1")
    #expect(document["info"]?["title"]?.stringValue?.isEmpty == false)
    #expect(document["info"]?["version"]?.stringValue?.isEmpty == false)
    let tags = Set(document["tags"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? [])
    var names: Set<String> = []
    for (path, item) in try #require(document["paths"]?.objectValue) {
      #expect(path.hasPrefix("/"))
      for (method, operation) in try #require(item.objectValue) {
        #expect(["get", "put", "post", "delete", "patch"].contains(method))
        #expect(names.insert(try #require(operation["operationId"]?.stringValue)).inserted)
        #expect(operation["summary"]?.stringValue?.isEmpty == false)
        #expect(tags.isSuperset(of: operation["tags"]?.arrayValue?.compactMap(\.stringValue) ?? ["none"]))
        try check(operation, at: path)
      }
    }
    #expect(names.count == Route.all.count)
  }

  private func check(_ operation: JSONValue, at path: String) throws {
    let parameters = operation["parameters"]?.arrayValue ?? []
    let keys = parameters.map { "\($0["in"] ?? .null)/\($0["name"] ?? .null)" }
    #expect(Set(keys).count == keys.count, "a parameter stands twice at \(path)")
    for parameter in parameters {
      #expect(["path", "query", "header"].contains(parameter["in"]?.stringValue))
      #expect(parameter["schema"] != nil && parameter["description"]?.stringValue?.isEmpty == false)
      if parameter["in"] == "path" { #expect(parameter["required"] == true) }
    }
    let inPath = parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.stringValue }
    let inTemplate = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    #expect(inPath == inTemplate, "\(path)")
    let responses = try #require(operation["responses"]?.objectValue)
    #expect(responses["default"] != nil && responses.keys.contains { $0.hasPrefix("2") })
    for (status, response) in responses {
      #expect(status == "default" || (Int(status).map { (200..<600).contains($0) } ?? false))
      #expect(response["description"]?.stringValue?.isEmpty == false)
    }
    for requirement in operation["security"]?.arrayValue ?? [] {
      #expect(requirement.objectValue.map { Array($0.keys) } == ["token"])
    }
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    let document = APIDocument(routes: Route.all, language: .en).json
    var pending = [document]
    var count = 0
    while let value = pending.popLast() {
      switch value {
      case .object(let members):
        if let reference = members["$ref"]?.stringValue {
          count += 1
          #expect(reference.hasPrefix("#/"))
          #expect(document.value(at: String(reference.dropFirst())) != nil, "\(reference)")
        }
        pending += members.values
      case .array(let elements): pending += elements
      case .null, .bool, .number, .string: break
      }
    }
    #expect(count > 200)
  }

  @Test func everySchemaIsDefinedUsedAndCompiles() throws {
    let text = APIDocument(routes: Route.all, language: .en).json.canonicalText
    for name in SchemaName.allCases {
      #expect(name.definition != Schema.anything, "\(name) has no definition")
      #expect(text.contains("#/components/schemas/\(name.rawValue)\""), "\(name) is not used")
      _ = try SchemaName.compiled(name)
    }
  }

  @Test func whatTheDocumentNamesIsWhatTheRouterFinds() throws {
    let document = APIDocument(routes: Route.all, language: .en).json
    for route in Route.all {
      let pointer = JSONPointer.append(
        JSONPointer.append("/paths", route.path.text), route.method.rawValue.lowercased())
      let operation = try #require(document.value(at: pointer))
      let documented = Set(operation["responses"]?.objectValue?.keys.compactMap { Int($0) } ?? [])
      #expect(documented == Set(route.statuses))
    }
  }
}
