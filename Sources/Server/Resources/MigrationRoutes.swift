import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Moving running items to a newer version of their workflow: planned, looked at, applied.
enum MigrationRoutes {
  static let all = [plan, planFile, show, apply]

  static let plan = Route(
    .post, "/v1/workflows/{workflow}/migration", "planMigration", .workflows,
    en: "Plan the move of all running items to the version in force: which move, which not and why",
    ja: "進行中の案件を施行中の版へ移す計画を作成(移せる案件、移せない案件とその理由)", .scope(.admin),
    .ok(.migrationPlan, en: "The plan, stored under its hash", ja: "計画(ハッシュ値で保存)"), problems: [.notFound]
  ) { call in
    json(try await call.engine.planMigration(of: WorkflowName(call.name(.workflow)), as: call.caller))
  }

  static let planFile = Route(
    .post, "/v1/migrations", "planMigrationOfFile", .workflows,
    en: "Plan the move to a version that is not in force yet", ja: "未施行の版への移行計画を作成", .scope(.admin),
    query: [QueryParameter("name", .text(max: 255), en: "File name, for messages", ja: "ファイル名(メッセージ用)")],
    body: .raw(max: 10 << 20, media: ["application/yaml", "text/yaml", "application/x-yaml", "text/plain"]),
    .ok(.migrationPlan, en: "The plan, stored under its hash", ja: "計画(ハッシュ値で保存)"),
    problems: [.invalidFile, .notFound]
  ) { call in
    let source = SourceFile(name: call.query.text("name") ?? "<body>", bytes: call.body.bytes)
    let library = try await call.engine.lexicon().library
    let (definition, diagnostics) = checkDefinition(source, against: library)
    guard let definition, !diagnostics.hasErrors else {
      throw Problem(
        .invalidFile, diagnostics.first?.message ?? Text(en: "the file is not valid", ja: "ファイルが正しくありません")
      ).with("diagnostics", .array(diagnostics.prefix(500).map(\.json)))
    }
    return json(try await call.engine.planMigration(to: definition, as: call.caller))
  }

  static let show = Route(
    .get, "/v1/migrations/{plan}", "showMigration", .workflows, en: "A plan, and its certificate once it was applied",
    ja: "計画と、適用後はその証明", .scope(.admin), .ok(.migrationPlan, en: "The plan", ja: "計画"), problems: [.notFound]
  ) { call in
    json(try await call.engine.migrationPlan(try hash(call), as: call.caller))
  }

  static let apply = Route(
    .post, "/v1/migrations/{plan}/application", "applyMigration", .workflows,
    en: "Move the next items of a plan; ask again with `next` until there is none. Asking again does nothing twice",
    ja: "計画の案件を順に移す。next がなくなるまで繰り返す(何度実行しても二重に移ることはない)", .scope(.admin),
    query: [
      QueryParameter("after", .text(max: 100), en: "The `next` of the answer before", ja: "前の応答の next"),
      .limit(10_000, usual: 1_000),
    ],
    .ok(.migrationProgress, en: "What was done; at the end the certificate", ja: "移した件数。最後に証明"),
    problems: [.notFound, .conflict, .invalidCursor]
  ) { call in
    var place: ItemPlaceCursor?
    if let after = call.query.text("after") {
      guard let read = ItemPlaceCursor(after) else {
        throw Problem(.invalidCursor, Text(en: "this is no place in a plan", ja: "計画内の位置として読めません"))
      }
      place = read
    }
    let progress = try await call.engine.applyMigration(
      try hash(call), behind: place, limit: Int(call.query.integer("limit") ?? 1_000), as: call.caller)
    var object: [String: JSONValue] = [
      "migrated": .number(.init(progress.migrated)), "refused": .number(.init(progress.refused)),
    ]
    object["next"] = progress.next.map { .string($0.description) }
    object["certificate"] = progress.certificate
    return .json(.object(object))
  }

  private static func hash(_ call: Call) throws(Problem) -> ContentHash {
    guard let hash = ContentHash(hex: call.name(.plan)) else { throw .nothing }
    return hash
  }

  /// Refused items that an answer names one by one.
  private static let namedItems = 1_000

  private static func json(_ plan: MigrationPlan) -> Answer {
    let refused = plan.lines.filter { !$0.obstacles.isEmpty }
    var counts: [String: Int] = [:]
    for line in refused {
      for code in Set(line.obstacles.map(\.code.rawValue)) { counts[code, default: 0] += 1 }
    }
    var object: [String: JSONValue] = [
      "plan": .string(plan.hash.description), "workflow": .string(plan.workflow.text),
      "target": .string(plan.target.description), "in_force": .bool(plan.isInForce),
      "items": .number(.init(plan.lines.count)), "movable": .number(.init(plan.lines.count - refused.count)),
      "refused": .number(.init(refused.count)), "obstacles": .object(counts.mapValues { .number(.init($0)) }),
      "refusals": .array(
        refused.prefix(namedItems).map { line in
          [
            "item": .string(line.code), "version": .number(.init(line.version)),
            "obstacles": .array(line.obstacles.map(\.json)),
          ]
        }),
    ]
    object["certificate"] = plan.certificate
    return .json(.object(object))
  }
}
