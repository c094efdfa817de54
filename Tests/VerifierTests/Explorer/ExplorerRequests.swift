import Diagnostics
import JSON
import Workflows

/// Everything that somebody could ask of an item where it stands.
struct ExplorerRequests {
  let item: Item
  let definition: Definition
  let directory: Directory
  let separates: Bool

  var all: [StepRequest] { acts + votes + edits + attachments }

  private func actors(_ roles: [RoleName], seats: Int = 1) -> [Actor] {
    var found: [Actor] = []
    for role in roles.compactMap({ definition.roles[$0] }) {
      for actor in ExplorerCast.actors(role, on: item, directory, separates: separates, seats: seats)
      where !found.contains(actor) {
        found.append(actor)
      }
    }
    return found
  }

  private func request(_ event: Event, _ actor: Actor) -> StepRequest {
    StepRequest(item: item.id, event: event, actor: actor)
  }

  private var acts: [StepRequest] {
    (definition.leaving[item.state] ?? []).flatMap { transition in
      actors(transition.roles).flatMap { actor in
        inputs(of: transition).map { request(.act(transition.name, input: $0, reason: "r"), actor) }
      }
    }
  }

  private func inputs(of transition: Transition) -> [[String: JSONValue]] {
    var all: [[String: JSONValue]] = [[:]]
    for (names, isRequired) in [(transition.input.required, true), (transition.input.optional, false)] {
      for field in names.compactMap({ definition.data.byName[$0] }) {
        all = all.flatMap { known in
          (isRequired ? [] : [known])
            + Values.values(of: field).map { value in known.merging([field.name.text: value]) { _, new in new } }
        }
      }
    }
    return all
  }

  private var votes: [StepRequest] {
    guard let review = item.runtime.review, let stages = definition.states[item.state]?.review?.stages,
      stages.indices.contains(review.current)
    else { return [] }
    return actors([stages[review.current].role], seats: 3).flatMap { actor in
      Vote.allCases.map { request(.act(TransitionName($0.rawValue), input: [:], reason: "r"), actor) }
    }
  }

  private var edits: [StepRequest] {
    (definition.states[item.state]?.edits ?? []).flatMap { right -> [StepRequest] in
      let fields = (right.fields ?? definition.data.fields.map(\.name)).compactMap { definition.data.byName[$0] }
      return actors(right.by).flatMap { actor in
        fields.flatMap { field in
          ([nil] + Values.values(of: field).map { Optional($0) }).map { value in
            request(.edit([field.name.text: value], reason: nil), actor)
          }
        }
      }
    }
  }

  /// Two documents at most: no guard asks for more than a slot of two holds, but one asks for three.
  private var attachments: [StepRequest] {
    definition.documents.values.sorted { $0.name < $1.name }.flatMap { slot -> [StepRequest] in
      let count = item.runtime.documents[slot.name]?.count ?? 0
      guard count < 3 else { return [] }
      let file = DocumentFact(
        sha256: ContentDigest.hash(of: [UInt8(count)]), name: "\(count)", media: "text/plain", size: 1,
        at: Explorer.start, by: "x")
      return actors(slot.by).map { request(.attach(slot.name, file), $0) }
    }
  }
}

/// What tells two situations apart. Moments do not, nor closed items that nobody waits for and that judge nobody: no
/// condition of a random definition reads them.
struct WorldKey {
  private(set) var text = ""
  /// The items that are told, in the order in which they came into being.
  private(set) var told: [ItemID] = []

  init(_ world: Explorer.World, _ library: Library) {
    let separated = Set(library.definitions.values.flatMap(\.exclusions.keys))
    let waitedFor = Set(world.items.values.compactMap(\.runtime.waitingFor))
    var acts: [RoleName: Set<PersonCode>] = [:]
    for item in world.items.values.sorted(by: { $0.id < $1.id }) {
      for (role, persons) in item.runtime.acts where separated.contains(role) {
        acts[role, default: []].formUnion(persons)
      }
      guard let definition = library.definitions[item.definition] else { continue }
      let isClosed = definition.states[item.state]?.isFinal ?? true
      if isClosed, item.id != world.root, !waitedFor.contains(item.id), definition.exclusions.isEmpty { continue }
      told.append(item.id)
      text += "|\(item.workflow) \(item.state) \(JSONValue.object(item.data).canonicalText)"
      text += " \(item.creator.person)"
      for (slot, documents) in item.runtime.documents.sorted(by: { $0.key < $1.key }) {
        text += " \(slot)=\(documents.count)"
      }
      for stage in item.runtime.review?.stages ?? [] {
        text += " v\(stage.electorate.count)\(stage.approvals.map(\.person.text).sorted())"
      }
      text += " d\(item.runtime.deadlines.map(\.name.text)) w\(item.runtime.waitingFor != nil)"
    }
    for (role, persons) in acts.sorted(by: { $0.key < $1.key }) { text += "#\(role)\(persons.sorted())" }
  }
}
