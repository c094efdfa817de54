package import JSON
package import Workflows

/// One request on its way into a batch.
package struct Submission: Sendable {
  package let request: StepRequest
  /// Root of the item's family; nil for a new root.
  package let family: ItemID?
  /// For a link: the family it points to, locked and read as well.
  package let otherFamily: ItemID?
  package let idempotency: Idempotency?

  package init(
    _ request: StepRequest, family: ItemID?, otherFamily: ItemID? = nil, idempotency: Idempotency? = nil
  ) {
    self.request = request
    self.family = family
    self.otherFamily = otherFamily
    self.idempotency = idempotency
  }
}

/// A caller's promise that a repeated request is the same request.
package struct Idempotency: Sendable, Hashable {
  package let person: PersonCode
  package let key: String
  /// SHA-256 of the payload.
  package let digest: ContentHash

  package init(person: PersonCode, key: String, payload: JSONValue) {
    self.person = person
    self.key = key
    digest = ContentDigest.hash(payload)
  }
}

/// What a committed request did.
package struct Receipt: Sendable {
  package let item: ItemID
  package let family: ItemID
  package let code: String
  package let state: StateName
  package let version: Int64
  /// Items created on the way, with their codes.
  package let created: [(id: ItemID, code: String)]
  /// The answer comes from an earlier request with the same key.
  package let isReplay: Bool
}

package enum SubmissionResult: Sendable {
  case done(Receipt)
  case refused(Refusal)
  case failed(EngineError)
}
