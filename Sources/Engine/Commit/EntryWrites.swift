import Audit
import Diagnostics
import JSON
import Postgres
import Workflows

/// Entries and tasks of a batch in the columns of their tables.
enum BatchWrites {
  static func history(_ entries: [Entry], at now: Instant, _ run: inout BatchRun) -> SQL? {
    guard !entries.isEmpty else { return nil }
    let ids: [EntryID] = entries.map { _ in run.newIdentifier() }
    return HistoryStatements.insert(
      ids.map(\.uuid), entries.map(\.family.uuid), entries.map { Optional($0.item.uuid) },
      entries.map { Optional($0.version) }, entries.map { _ in now.timestamp }, entries.map(\.event.rawValue),
      entries.map { ($0.capacity?.person ?? $0.actor?.person)?.text },
      entries.map { ($0.capacity?.position ?? $0.actor?.position)?.text },
      entries.map { ($0.capacity?.behalf ?? []).map(\.text).joined(separator: ",") },
      entries.map { $0.capacity?.role.text }, entries.map { $0.definition?.bytes },
      entries.map { JSONValue.object($0.body).canonicalText }, entries.indices.map { Int32($0) })
  }

  static func tasks(_ tasks: [TaskDraft], at now: Instant, _ run: inout BatchRun) -> SQL? {
    let rows = unique(tasks)
    guard !rows.isEmpty else { return nil }
    let ids: [TaskID] = rows.map { _ in run.newIdentifier() }
    let columns = rows.map(TaskColumns.init)
    return TaskStatements.insert(
      ids.map(\.uuid), rows.map(\.family.uuid), rows.map(\.item.uuid), columns.map(\.kind), columns.map(\.name),
      columns.map(\.endpoint), columns.map { JSONB($0.payload.canonicalBytes) },
      rows.map { Int32(clamping: $0.priority) },
      rows.map(\.dueAt.timestamp), rows.map { _ in now.timestamp })
  }

  /// One look at the automatic transitions of an item is enough, however many steps of the batch asked for it.
  private static func unique(_ tasks: [TaskDraft]) -> [TaskDraft] {
    var asked: Set<ItemID> = []
    return tasks.filter { task in
      guard case .automatic = task.kind else { return true }
      return asked.insert(task.item).inserted
    }
  }

  static func links(_ entries: [Entry], _ world: Surroundings) -> SQL? {
    let rows = entries.filter { $0.event == .link }.compactMap { entry -> (Entry, Link)? in
      guard let relation = entry.body["relation"]?.stringValue, let target = entry.body["to"]?.stringValue,
        let link = world.items[entry.item]?.runtime.links.first(where: {
          $0.relation == relation && $0.item.description == target
        })
      else { return nil }
      return (entry, link)
    }
    guard !rows.isEmpty else { return nil }
    return ItemStatements.insertLinks(
      rows.map(\.0.family.uuid), rows.map(\.0.item.uuid), rows.map(\.1.relation), rows.map(\.1.family.uuid),
      rows.map(\.1.item.uuid))
  }
}

/// A task's kind and payload as stored.
struct TaskColumns {
  let kind: String
  let name: String
  let endpoint: String?
  let payload: JSONValue

  init(_ draft: TaskDraft) {
    switch draft.kind {
    case .automatic: (kind, name, endpoint, payload) = ("automatic", "", nil, .object([:]))
    case .deadline(let firing):
      (kind, name, endpoint) = ("deadline", firing.name.text, nil)
      payload = firing.json
    case .notify(_, let recipients, let message):
      (kind, name, endpoint) = ("notify", "notify", nil)
      payload = [
        "to": .array(recipients.map { .string($0.text) }), "en": .string(message.en), "ja": .string(message.ja),
      ]
    case .outside(let outside, let task, let to, let content):
      (kind, name, endpoint, payload) = (outside.rawValue, task.text, to, .object(content))
    }
  }
}

extension DeadlineFiring {
  var json: JSONValue {
    var object: [String: JSONValue] = ["due": .number(.init(due.microseconds))]
    if let duty { object["duty"] = .string(duty.text) }
    switch moment {
    case .due: break
    case .reminder(let index): object["reminder"] = .number(.init(index))
    case .escalation(let index): object["escalation"] = .number(.init(index))
    }
    return .object(object)
  }

  init?(name: String, json: JSONValue) {
    guard let due = json["due"]?.int64 else { return nil }
    let moment: Moment
    if let index = json["reminder"]?.int64 {
      moment = .reminder(Int(index))
    } else if let index = json["escalation"]?.int64 {
      moment = .escalation(Int(index))
    } else {
      moment = .due
    }
    self.init(
      name: DeadlineName(name), duty: (json["duty"]?.stringValue).map { DutyName($0) }, moment: moment,
      due: Instant(microseconds: due))
  }
}

extension BatchWrites {
  /// The keys of changed items whose definition declares some: rewritten as a whole, they are few.
  static func keys(_ items: [Item], _ world: Surroundings) -> [SQL] {
    let keyed = items.filter { !(world.library.definitions[$0.definition]?.keys.isEmpty ?? true) }
    guard !keyed.isEmpty else { return [] }
    var rows: [(Item, KeyName, String)] = []
    for item in keyed {
      for (name, value) in world.keyValues(of: item).sorted(by: { $0.key < $1.key }) {
        rows.append((item, name, value))
      }
    }
    var statements = [ItemStatements.deleteKeys(keyed.map(\.id.uuid))]
    if !rows.isEmpty {
      statements.append(
        ItemStatements.insertKeys(
          rows.map(\.0.workflow.text), rows.map(\.1.text), rows.map(\.2), rows.map(\.0.family.uuid),
          rows.map(\.0.id.uuid)))
    }
    return statements
  }
}
