import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// What waits for whom.
enum WorkRoutes {
  static let all = [inbox, board]

  static let inbox = Route(
    .get, "/v1/inbox", "inbox", .work, en: "Items that the caller can act on now", ja: "自分が今対応できる案件", .scope(.read),
    query: [.limit(500, usual: 100), .cursor],
    .ok(.inbox, en: "A page of items with the possible acts, newest first", ja: "案件と可能な操作(新しい順、1ページ分)"),
    problems: [.invalidCursor]
  ) { call in
    let page = try await call.engine.inbox(
      as: call.caller, before: try call.cursor(.inbox), limit: call.query.limit(100))
    let lexicon = try await call.engine.lexicon()
    let shown = ItemRepresentation(lexicon: lexicon, caller: call.caller)
    var object: [String: JSONValue] = [
      "data": .array(
        page.lines.map { line in
          let people = HelpfulPeople(lexicon, item: line.item.item, explanation: nil, caller: call.caller)
          let definition = lexicon.library.definitions[line.item.item.definition]
          return ["item": shown.json(line.item), "acts": .array(line.acts.map { $0.json(people, definition) })]
        })
    ]
    object["next"] = page.next.map { .string(Cursor.text(.inbox, after: $0)) }
    return .json(.object(object))
  }

  static let board = Route(
    .get, "/v1/board/{workflow}", "board", .work, en: "Open items of a workflow by state", ja: "ワークフローの未完了案件(状態別)",
    .scope(.read), .ok(.board, en: "Columns in the order of the definition", ja: "定義順の列"), problems: [.notFound]
  ) { call in
    let name = WorkflowName(call.name(.workflow))
    let columns = try await call.engine.board(name, as: call.caller)
    let lexicon = try await call.engine.lexicon()
    let definition = lexicon.library.definition(name)
    let shown = ItemRepresentation(lexicon: lexicon, caller: call.caller)
    return .json([
      "workflow": .string(name.text),
      "data": .array(
        columns.map { column in
          [
            "state": .string(column.state.text),
            "title": ItemRepresentation.title(of: column.state, in: definition).json,
            "total": .number(.init(column.total)), "items": .array(column.items.map { shown.json($0) }),
          ]
        }),
    ])
  }
}
