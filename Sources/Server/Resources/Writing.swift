import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// What every write to an item ends with.
extension Call {
  /// The answer to a write that was asked for in earnest, or the problem that says why not.
  func settle(
    _ result: SubmissionResult, on reference: ItemReference?, created: Bool = false
  ) async throws -> Answer {
    switch result {
    case .failed(let error): throw Problem(error)
    case .refused(let refusal): throw try await problem(refusal, on: reference)
    case .done(let receipt):
      let answer = Answer.json(Self.json(receipt), status: created ? .created : .ok)
        .with(.eTag, EntityTag.text(receipt.version))
      return created ? answer.with(.location, "/v1/items/" + PercentCoding.encode(receipt.code)) : answer
    }
  }

  /// The answer to a write that was only asked about.
  func settle(_ rehearsal: Rehearsal, on reference: ItemReference?) async throws -> Answer {
    switch rehearsal {
    case .refused(let refusal): throw try await problem(refusal, on: reference)
    case .would(let forecast): return .json(Self.json(forecast))
    }
  }

  /// Performs or rehearses an event on the item of the path.
  func write(
    _ event: @autoclosure () -> Event, with other: ItemReference? = nil,
    _ perform: () async throws(EngineError) -> SubmissionResult
  ) async throws -> Answer {
    if isDryRun {
      return try await settle(try await engine.rehearse(event(), on: item, with: other, as: caller, options), on: item)
    }
    return try await settle(try await perform(), on: item)
  }

  func problem(_ refusal: Refusal, on reference: ItemReference?) async throws -> Problem {
    let lexicon = try await engine.lexicon()
    guard let reference, refusal.kind != .unknown, let view = try? await engine.item(reference, as: caller) else {
      return Problem(refusal, helpers: HelpfulPeople(lexicon, item: nil, explanation: nil, caller: caller))
    }
    let explanation = try? await engine.explain(reference, as: caller)
    return Problem(
      refusal, helpers: HelpfulPeople(lexicon, item: view.item, explanation: explanation, caller: caller))
  }

  static func json(_ receipt: Receipt) -> JSONValue {
    [
      "item": .string(receipt.item.description), "family": .string(receipt.family.description),
      "code": .string(receipt.code), "state": .string(receipt.state.text), "version": .number(.init(receipt.version)),
      "created": .array(
        receipt.created.map { ["id": .string($0.id.description), "code": .string($0.code)] }),
      "replay": .bool(receipt.isReplay), "dry_run": false,
    ]
  }

  static func json(_ forecast: Forecast) -> JSONValue {
    [
      "state": .string(forecast.state.text), "version": .number(.init(forecast.version)),
      "data": .object(forecast.data), "created": .array(forecast.created.map { ["workflow": .string($0.text)] }),
      "events": .array(forecast.events.map { .string($0.rawValue) }), "replay": false, "dry_run": true,
    ]
  }
}

extension Route.Success {
  static let receipt = Route.Success.ok(
    .receipt, en: "Done; with `dry_run`, what would be done", ja: "実行結果(dry_runでは見込み)", headers: ["ETag"])
}
