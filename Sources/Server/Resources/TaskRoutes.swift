import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Tasks: what administrators look after, and what external workers perform.
enum TaskRoutes {
  static let all = [list, retry, cancel, claim, heartbeat, complete, fail]

  static let list = Route(
    .get, "/v1/tasks", "listTasks", .work, en: "Tasks, those set aside first", ja: "タスク(保留されたものが先)", .scope(.admin),
    query: [QueryParameter("dead", .flag, en: "Only those set aside, or only the others", ja: "保留されたもののみ・その他のみ")],
    .ok(.taskList, en: "At most 500", ja: "500件まで")
  ) { call in
    let tasks = try await call.engine.tasks(dead: call.query.flag("dead"), as: call.caller)
    return .json(["data": .array(tasks.map(json))])
  }

  static let retry = Route(
    .post, "/v1/tasks/{task}/retry", "retryTask", .work, en: "Give a task that was set aside another chance",
    ja: "保留されたタスクを再実行", .scope(.admin), write: .plain, .ok(.taskOutcome, en: "Done", ja: "実行した"),
    problems: [.notFound]
  ) { call in
    let id: TaskID = try call.identifier(.task)
    if call.isDryRun {
      try await require(id, dead: true, call)
    } else {
      try await call.engine.retry(id, as: call.caller)
    }
    return .json(["dry_run": .bool(call.isDryRun)])
  }

  static let cancel = Route(
    .delete, "/v1/tasks/{task}", "cancelTask", .work, en: "Give a task up", ja: "タスクを取り消す", .scope(.admin),
    write: .plain, .ok(.taskOutcome, en: "Done", ja: "実行した"), problems: [.notFound]
  ) { call in
    let id: TaskID = try call.identifier(.task)
    if call.isDryRun {
      try await require(id, dead: nil, call)
    } else {
      try await call.engine.cancel(id, as: call.caller)
    }
    return .json(["dry_run": .bool(call.isDryRun)])
  }

  private static func require(_ id: TaskID, dead: Bool?, _ call: Call) async throws {
    guard try await call.engine.tasks(dead: dead, as: call.caller).contains(where: { $0.id == id }) else {
      throw Problem.nothing
    }
  }

  // MARK: External workers

  static let claim = Route(
    .post, "/v1/tasks/claim", "claimTasks", .work, en: "Take tasks of the kind `external` on a lease",
    ja: "種類externalのタスクを期限付きで引き受ける", .scope(.work), body: .json(.claim),
    .ok(.leasedTasks, en: "Those taken; each with its fencing token", ja: "引き受けたタスク(フェンシングトークン付き)")
  ) { call in
    let tasks = try await call.engine.claim(
      kinds: ["external"], endpoint: call.text("endpoint"), worker: call.text("worker") ?? "",
      leaseSeconds: call.integer("lease_seconds") ?? 60, limit: Int(call.integer("limit") ?? 10))
    return .json(["data": .array(tasks.map(json))])
  }

  static let heartbeat = Route(
    .post, "/v1/tasks/{task}/heartbeat", "heartbeatTask", .work, en: "Prolong a lease", ja: "引受けの期限を延ばす", .scope(.work),
    body: .json(.heartbeat), .done(en: "Prolonged", ja: "延長した"), problems: [.notFound, .leaseLost]
  ) { call in
    let id: TaskID = try call.identifier(.task)
    try await call.engine.heartbeat(
      id, fence: call.integer("fence") ?? 0, leaseSeconds: call.integer("lease_seconds") ?? 60)
    return .done
  }

  static let complete = Route(
    .post, "/v1/tasks/{task}/complete", "completeTask", .work, en: "Report a result, which moves the item",
    ja: "結果を報告し、案件を進める", .scope(.work), body: .json(.completion), .receipt,
    problems: [.notFound, .leaseLost, .denied]
  ) { call in
    let id: TaskID = try call.identifier(.task)
    let result = try await call.engine.complete(
      id, fence: call.integer("fence") ?? 0, result: .object(call.object("result")))
    return try await call.settle(result, on: nil)
  }

  static let fail = Route(
    .post, "/v1/tasks/{task}/fail", "failTask", .work, en: "Report a failed attempt", ja: "失敗を報告する", .scope(.work),
    body: .json(.failure), .done(en: "Noted", ja: "記録した"), problems: [.notFound, .leaseLost]
  ) { call in
    let id: TaskID = try call.identifier(.task)
    let delay = call.integer("retry_after_seconds") ?? 30
    try await call.engine.fail(
      id, fence: call.integer("fence") ?? 0, error: call.text("error") ?? "",
      fate: call.flag("retry") == false ? .dead : .retry(afterMilliseconds: delay * 1_000))
    return .done
  }

  // MARK: Shown

  private static func json(_ task: TaskView) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .string(task.id.description), "item": .string(task.item.description), "kind": .string(task.kind),
      "name": .string(task.name), "due_at": task.dueAt.json, "attempts": .number(.init(task.attempts)),
      "is_dead": .bool(task.isDead),
    ]
    object["code"] = task.code.map { .string($0) }
    object["worker"] = task.worker.map { .string($0) }
    object["last_error"] = task.lastError.map { .string($0) }
    return .object(object)
  }

  private static func json(_ task: LeasedTask) -> JSONValue {
    var object: [String: JSONValue] = [
      "id": .string(task.id.description), "item": .string(task.item.description),
      "family": .string(task.family.description), "kind": .string(task.kind), "name": .string(task.name),
      "payload": task.payload, "attempts": .number(.init(task.attempts)), "fence": .number(.init(task.fence)),
      "idempotency_key": .string(task.idempotencyKey),
    ]
    object["endpoint"] = task.endpoint.map { .string($0) }
    return .object(object)
  }
}
