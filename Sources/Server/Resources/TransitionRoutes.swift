import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// "Where is it stuck, why can't I go on?", and going on.
enum TransitionRoutes {
  static let all = [explain, advance, bulk]

  static let explain = Route(
    .get, "/v1/items/{item}/transitions", "explainItem", .items,
    en: "Every act of the present state: possible, blocked or denied, and why", ja: "現在の状態で可能な操作と、できない理由",
    .scope(.read), .ok(.explanation, en: "The explanation", ja: "説明", headers: ["ETag"]), problems: [.notFound]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    let explanation = try await call.engine.explain(.id(view.item.id), as: call.caller)
    let lexicon = try await call.engine.lexicon()
    let people = HelpfulPeople(lexicon, item: view.item, explanation: explanation, caller: call.caller)
    let definition = lexicon.library.definitions[view.item.definition]
    return Answer.json([
      "item": .string(view.item.id.description), "code": .string(view.item.code),
      "state": .string(view.item.state.text),
      "state_title": ItemRepresentation.title(of: view.item.state, in: definition).json,
      "version": .number(.init(view.item.version)),
      "data": .array(explanation.lines.map { $0.json(people, definition) }),
    ]).with(.eTag, EntityTag.text(view.item.version))
  }

  static let advance = Route(
    .post, "/v1/items/{item}/transitions", "advanceItem", .items,
    en: "Perform an act: a transition, a vote or the discharge of a duty", ja: "操作を実行(遷移・審査・義務の履行)",
    .scope(.write), body: .json(.act), write: .versioned, .receipt, problems: [.notFound, .denied, .blocked]
  ) { call in
    let act = TransitionName(call.text("act") ?? "")
    let (input, reason) = (call.object("input"), call.text("reason"))
    return try await call.write(.act(act, input: input, reason: reason)) { () async throws(EngineError) in
      try await call.engine.advance(
        call.item, act, input: input, reason: reason, as: call.caller, call.options)
    }
  }

  static let bulk = Route(
    .post, "/v1/transitions", "advanceItems", .items, en: "Perform the same act on many items", ja: "複数の案件に同じ操作を実行",
    .scope(.write), body: .json(.bulkAct), write: .kept,
    .ok(.bulkOutcome, en: "What became of each, in the order asked", ja: "各案件の結果(要求順)")
  ) { call in
    let items = call.texts("items")
    var outcomes = [JSONValue](repeating: .null, count: items.count)
    await withTaskGroup(of: (Int, JSONValue).self) { group in
      for (index, item) in items.enumerated() {
        group.addTask { (index, await outcome(of: item, at: index, call)) }
      }
      for await (index, outcome) in group { outcomes[index] = outcome }
    }
    return .json(["data": .array(outcomes)])
  }

  /// One refusal is no reason to refuse the others.
  private static func outcome(of item: String, at index: Int, _ call: Call) async -> JSONValue {
    let reference = ItemReference(item)
    let act = TransitionName(call.text("act") ?? "")
    let (input, reason) = (call.object("input"), call.text("reason"))
    do {
      let answer: Answer
      if call.isDryRun {
        answer = try await call.settle(
          try await call.engine.rehearse(
            .act(act, input: input, reason: reason), on: reference, as: call.caller), on: reference)
      } else {
        var options = WriteOptions()
        // Each item has an answer of its own to keep.
        options.idempotencyKey = call.options.idempotencyKey.map { "\($0)#\(item)" }
        answer = try await call.settle(
          try await call.engine.advance(
            reference, act, input: input, reason: reason, as: call.caller, options), on: reference)
      }
      guard case .json(let receipt) = answer.content else { throw Problem.unexpected }
      return ["item": .string(item), "outcome": "done", "receipt": receipt]
    } catch {
      let problem = Problem.from(error).json(in: call.visit.language, requestID: "bulk-\(index)")
      return ["item": .string(item), "outcome": "refused", "problem": problem]
    }
  }
}
