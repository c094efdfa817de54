import Diagnostics
import Engine
import JSON
import Workflows

/// Items as the API shows them.
struct ItemRepresentation: Sendable {
  let lexicon: Lexicon
  let caller: Caller

  func json(_ view: ItemView) -> JSONValue {
    let item = view.item
    let definition = lexicon.library.definitions[item.definition]
    var object: [String: JSONValue] = [
      "id": .string(item.id.description), "code": .string(item.code), "family": .string(item.family.description),
      "workflow": .string(item.workflow.text),
      "workflow_title": (definition?.title ?? Text(verbatim: item.workflow.text)).json,
      "definition": .string(item.definition.description), "state": .string(item.state.text),
      "state_title": Self.title(of: item.state, in: definition).json, "version": .number(.init(item.version)),
      "data": .object(view.data), "unit": .string(item.unit.text), "created_by": .string(item.creator.person.text),
      "created_at": item.createdAt.json, "entered_at": item.enteredAt.json, "updated_at": view.updatedAt.json,
      "is_final": .bool(view.isFinal), "documents": Self.json(view.documents),
      "deadlines": .array(item.runtime.deadlines.map(Self.json)),
      "links": .array(
        item.runtime.links.map {
          ["relation": .string($0.relation), "item": .string($0.item.description)]
        }),
      "duties": .array(item.runtime.duties.map(Self.json)),
    ]
    object["parent"] = item.parent.map { .string($0.description) }
    object["party"] = item.party.map { .string($0.text) }
    object["subject"] = view.search.subject.map { .string($0) }
    object["amount"] = view.search.amount.map { .number(.init($0)) }
    object["date"] = view.search.day.map { .string($0.description) }
    object["outcome"] = item.runtime.outcome.map { .string($0.text) }
    object["waiting_for"] = item.runtime.waitingFor.map { .string($0.description) }
    // How the office votes and corrects itself is its own affair.
    if caller.party == nil {
      object["review"] = item.runtime.review.map(Self.json)
      object["correction"] = item.runtime.correction.map(Self.json)
    }
    return .object(object)
  }

  static func title(of state: StateName, in definition: Definition?) -> Text {
    definition?.states[state]?.title ?? Text(verbatim: state.text)
  }

  static func json(_ documents: [SlotName: [DocumentFact]]) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: documents.map { slot, facts in (slot.text, .array(facts.map { json($0) })) }))
  }

  static func json(_ fact: DocumentFact) -> JSONValue {
    [
      "sha256": .string(fact.sha256.description), "name": .string(fact.name), "media": .string(fact.media),
      "size": .number(.init(fact.size)), "at": fact.at.json, "by": .string(fact.by.text),
    ]
  }

  private static func json(_ deadline: ArmedDeadline) -> JSONValue {
    var object: [String: JSONValue] = [
      "name": .string(deadline.name.text), "due": deadline.due.moment.json,
      "day": .string(deadline.due.day.description), "provisional": .bool(deadline.due.isProvisional),
    ]
    object["duty"] = deadline.duty.map { .string($0.text) }
    return .object(object)
  }

  private static func json(_ duty: OpenDuty) -> JSONValue {
    var object: [String: JSONValue] = ["name": .string(duty.name.text), "since": duty.since.json]
    object["owner"] = duty.owner.map { .string($0.text) }
    return .object(object)
  }

  private static func json(_ review: ReviewState) -> JSONValue {
    let current = review.stages.indices.contains(review.current) ? review.stages[review.current].name.text : ""
    return [
      "round": .number(.init(review.round)), "stage": .string(current),
      "stages": .array(
        review.stages.map { stage in
          [
            "name": .string(stage.name.text), "electorate": .array(stage.electorate.map { .string($0.text) }),
            "approvals": .array(stage.approvals.map { .string($0.person.text) }),
          ]
        }),
    ]
  }

  private static func json(_ correction: PendingCorrection) -> JSONValue {
    [
      "by": .string(correction.by.text), "at": correction.at.json, "reason": .string(correction.correction.reason),
    ]
  }
}

extension Instant {
  /// RFC 3339 in Asia/Tokyo, which people compare with days on paper.
  var json: JSONValue { .string(tokyoRFC3339) }
}
