import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Workflows and parameters in force.
enum WorkflowRoutes {
  static let all = [list, show, source, parameters, parameter]

  static let list = Route(
    .get, "/v1/workflows", "listWorkflows", .workflows, en: "Workflows in force", ja: "施行中のワークフロー", .scope(.read),
    .ok(.workflowList, en: "By name", ja: "名前順")
  ) { call in
    let library = try await call.engine.lexicon().library
    let names = library.current.keys.sorted()
    return .json([
      "data": .array(
        names.compactMap { name in
          guard let definition = library.definition(name) else { return nil }
          var object: [String: JSONValue] = [
            "name": .string(name.text), "title": definition.title.json, "hash": .string(definition.hash.description),
            "states": .number(.init(definition.stateOrder.count)),
          ]
          object["description"] = definition.details?.json
          return .object(object)
        })
    ])
  }

  static let show = Route(
    .get, "/v1/workflows/{workflow}", "showWorkflow", .workflows,
    en: "A workflow: states, transitions, roles, documents, the JSON Schema of its data",
    ja: "ワークフローの状態・遷移・役割・添付欄・データのJSON Schema", .scope(.read), .ok(.workflow, en: "The workflow", ja: "ワークフロー"),
    problems: [.notFound]
  ) { call in
    let library = try await call.engine.lexicon().library
    guard let definition = library.definition(WorkflowName(call.name(.workflow))) else { throw Problem.nothing }
    return .json(WorkflowRepresentation.json(definition))
  }

  static let source = Route(
    .get, "/v1/workflows/{workflow}/source", "workflowSource", .workflows, en: "The definition as its author wrote it",
    ja: "定義ファイルの原文", .scope(.read), .bytes("application/yaml", en: "YAML", ja: "YAML"), problems: [.notFound]
  ) { call in
    // Guards speak of what vendors may not see.
    guard call.caller.party == nil else { throw Problem.nothing }
    let source = try await call.engine.source(.workflow, name: call.name(.workflow), as: call.caller)
    return Answer(.ok, .bytes(Array(source.utf8), media: "application/yaml"))
  }

  static let parameters = Route(
    .get, "/v1/parameters", "listParameters", .workflows, en: "Effective-dated tables", ja: "施行日付きのパラメーター表",
    .scope(.read), .ok(.parameterList, en: "By name", ja: "名前順")
  ) { call in
    guard call.caller.party == nil else { return .json(["data": []]) }
    let library = try await call.engine.lexicon().library
    let tables = library.parameters.values.sorted { $0.name < $1.name }
    return .json(["data": .array(tables.map { json($0, on: nil) })])
  }

  static let parameter = Route(
    .get, "/v1/parameters/{parameter}", "showParameter", .workflows, en: "One table, and what is in force on a day",
    ja: "パラメーター表と、指定日に施行中の内容", .scope(.read),
    query: [QueryParameter("on", .day, en: "Day (today unless told)", ja: "日付(指定がなければ今日)")],
    .ok(.parameter, en: "The table", ja: "表"), problems: [.notFound]
  ) { call in
    let lexicon = try await call.engine.lexicon()
    guard call.caller.party == nil, let table = lexicon.library.parameters[ParameterName(call.name(.parameter))] else {
      throw Problem.nothing
    }
    return .json(json(table, on: call.query.day("on") ?? lexicon.now.day))
  }

  private static func json(_ table: Parameter, on day: Day?) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(table.name.text), "title": table.title.json,
      "keys": .array(table.keys.map { .string($0.name) }),
      "periods": .array(
        table.periods.map { period in
          var object: [String: JSONValue] = ["from": .string(period.from.description), "table": period.table]
          object["to"] = period.to.map { .string($0.description) }
          object["source"] = period.source.map { .string($0) }
          return .object(object)
        }),
    ]
    object["in_force"] = day.flatMap { table.period(on: $0)?.table }
    return .object(object)
  }
}
