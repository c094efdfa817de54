import Diagnostics
package import JSON
import Postgres
package import Workflows

/// How people name an item: its code, or its identifier.
package enum ItemReference: Sendable, Hashable {
  case code(String)
  case id(ItemID)

  package init(_ text: String) {
    self = ItemID(text).map { .id($0) } ?? .code(text)
  }
}

/// What goes with a write, whoever asks for it.
package struct WriteOptions: Sendable {
  package var idempotencyKey: String?
  package var expectedVersion: Int64?
  /// Set by the intake of documents alone, never from what a caller sends.
  package var origin: StepRequest.Origin

  package init(
    idempotencyKey: String? = nil, expectedVersion: Int64? = nil, origin: StepRequest.Origin = .person
  ) {
    self.idempotencyKey = idempotencyKey
    self.expectedVersion = expectedVersion
    self.origin = origin
  }
}

extension WorkflowEngine {
  /// Creates an item; `under` names the item in whose family it belongs.
  package func create(
    _ workflow: WorkflowName, data: [String: JSONValue], under parent: ItemReference? = nil, unit: UnitCode? = nil,
    as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try caller.require(.write)
    var place: ItemPlace?
    if let parent { place = try await locate(parent, as: caller) }
    let event = Event.create(NewItem(workflow: workflow, parent: place?.id, data: data, unit: unit))
    let payload: JSONValue = [
      "create": .string(workflow.text), "data": .object(data), "under": .string(place?.id.description ?? ""),
    ]
    return await submit(
      Submission(
        StepRequest(item: nil, event: event, actor: caller.actor, origin: options.origin), family: place?.family,
        idempotency: idempotency(caller, options, payload)))
  }

  /// A transition, a vote or the discharge of a duty.
  package func advance(
    _ item: ItemReference, _ act: TransitionName, input: [String: JSONValue] = [:], reason: String? = nil,
    as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(
      item, .act(act, input: input, reason: reason), as: caller, options,
      payload: ["act": .string(act.text), "input": .object(input), "reason": .string(reason ?? "")])
  }

  /// New values for fields; nil removes one.
  package func edit(
    _ item: ItemReference, _ changes: [String: JSONValue?], reason: String? = nil, as caller: Caller,
    _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(
      item, .edit(changes, reason: reason), as: caller, options,
      payload: ["edit": .object(changes.mapValues { $0 ?? .null }), "reason": .string(reason ?? "")])
  }

  package func comment(
    _ item: ItemReference, _ text: String, as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(item, .comment(text), as: caller, options, payload: ["comment": .string(text)])
  }

  /// The act "open": from now on the drafter cannot recall (引戻し).
  package func open(
    _ item: ItemReference, as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(item, .open, as: caller, options, payload: ["open": true])
  }

  package func link(
    _ item: ItemReference, relation: String, to other: ItemReference, as caller: Caller,
    _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    let target = try await locate(other, as: caller)
    return try await write(
      item, .link(relation: relation, to: target.id), as: caller, options, otherFamily: target.family,
      payload: ["link": .string(relation), "to": .string(target.id.description)])
  }

  package func proposeCorrection(
    _ item: ItemReference, _ correction: Correction, as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(
      item, .proposeCorrection(correction), as: caller, options,
      payload: [
        "correct": .object(correction.data.mapValues { $0 ?? .null }), "state": .string(correction.state?.text ?? ""),
        "reason": .string(correction.reason),
      ])
  }

  package func settleCorrection(
    _ item: ItemReference, confirm: Bool, reason: String, as caller: Caller, _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    try await write(
      item, .settleCorrection(confirm: confirm, reason: reason), as: caller, options,
      payload: ["confirm": .bool(confirm), "reason": .string(reason)])
  }

  /// Stores the content and enters it in a slot. Content is stored first: without its entry it is nobody's document.
  package func attach(
    _ item: ItemReference, slot: SlotName, name: String, media: String, content: [UInt8], as caller: Caller,
    _ options: WriteOptions = WriteOptions()
  ) async throws(EngineError) -> SubmissionResult {
    let hash = ContentDigest.hash(of: content)
    guard content.count <= Self.maxDocument else {
      throw EngineError(
        .invalid,
        Text(
          en: "a document has at most \(Self.maxDocument) bytes", ja: "文書の大きさは\(Self.maxDocument)バイトまでです"))
    }
    let place = try await locate(item, as: caller)
    try await perform { connection in
      _ = try await connection.query(BlobStatements.insert(hash.bytes, Int64(content.count), content))
    }
    let now = try await now()
    let fact = DocumentFact(
      sha256: hash, name: name, media: media, size: content.count, at: now, by: caller.person)
    return try await write(
      .id(place.id), .attach(slot, fact), as: caller, options,
      payload: [
        "attach": .string(slot.text), "sha256": .string(hash.description), "name": .string(name),
        "media": .string(media),
      ])
  }

  static let maxDocument = 50 * 1024 * 1024

  private func write(
    _ reference: ItemReference, _ event: Event, as caller: Caller, _ options: WriteOptions,
    otherFamily: ItemID? = nil, payload: JSONValue
  ) async throws(EngineError) -> SubmissionResult {
    try caller.require(.write)
    let place = try await locate(reference, as: caller)
    var signed = payload
    if case .object(var members) = payload {
      members["item"] = .string(place.id.description)
      signed = .object(members)
    }
    return await submit(
      Submission(
        StepRequest(
          item: place.id, event: event, actor: caller.actor, expectedVersion: options.expectedVersion,
          origin: options.origin),
        family: place.family, otherFamily: otherFamily, idempotency: idempotency(caller, options, signed)))
  }

  private func idempotency(_ caller: Caller, _ options: WriteOptions, _ payload: JSONValue) -> Idempotency? {
    // The same words by another way are another request.
    let payload: JSONValue = options.origin == .intake ? ["intake": payload] : payload
    return options.idempotencyKey.map { Idempotency(person: caller.person, key: $0, payload: payload) }
  }
}

enum BlobStatements {
  static let insert = Statement(
    "insert into blob (sha256, size, content) values ($1, $2, $3) on conflict (sha256) do nothing")
  static let content = Statement("select content from blob where sha256 = $1")

  static let all = [insert, content]
}
