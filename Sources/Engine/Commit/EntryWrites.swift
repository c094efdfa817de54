import Audit
import Diagnostics
import JSON
import Postgres
import Workflows

/// Entries and tasks of a batch in the columns of their tables.
enum BatchWrites {
  static func history(_ lines: [EntryLine], at now: Instant, _ run: inout BatchRun) -> SQL? {
    guard !lines.isEmpty else { return nil }
    let ids: [EntryID] = lines.map { _ in run.newIdentifier() }
    return HistoryStatements.insert(
      ids.map(\.uuid), lines.map(\.family.uuid), lines.map { $0.item?.uuid }, lines.map(\.version),
      lines.map { _ in now.timestamp }, lines.map(\.event), lines.map { $0.person?.text },
      lines.map { $0.position?.text }, lines.map { $0.behalf.map(\.text).joined(separator: ",") },
      lines.map { $0.role?.text }, lines.map { $0.definition?.bytes },
      lines.map { JSONValue.object($0.body).canonicalText }, lines.indices.map { Int32($0) })
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

  static func links(_ lines: [EntryLine], _ world: Surroundings) -> SQL? {
    let rows = lines.filter { $0.event == EntryEvent.link.rawValue }.compactMap { line -> (Item, Link)? in
      guard let relation = line.body["relation"]?.stringValue, let target = line.body["to"]?.stringValue,
        let item = line.item.flatMap({ world.items[$0] }),
        let link = item.runtime.links.first(where: { $0.relation == relation && $0.item.description == target })
      else { return nil }
      return (item, link)
    }
    guard !rows.isEmpty else { return nil }
    return ItemStatements.insertLinks(
      rows.map(\.0.family.uuid), rows.map(\.0.id.uuid), rows.map(\.1.relation), rows.map(\.1.family.uuid),
      rows.map(\.1.item.uuid))
  }

  /// Which content now lies in which slot: what the reader role's right to the bytes hangs on.
  static func documents(_ lines: [EntryLine]) -> SQL? {
    let rows = lines.filter { $0.event == EntryEvent.document.rawValue }.compactMap { line in
      line.item.flatMap { item in
        (line.body["sha256"]?.stringValue).flatMap { ContentHash(hex: $0) }.map { hash in
          (family: line.family, item: item, slot: line.body["slot"]?.stringValue ?? "", hash: hash)
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    return ItemStatements.insertDocuments(
      rows.map(\.family.uuid), rows.map(\.item.uuid), rows.map(\.slot), rows.map(\.hash.bytes))
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
    var object: [String: JSONValue] = ["number": .number(.init(number)), "due": .number(.init(due.microseconds))]
    if let duty { object["duty"] = .string(duty.text) }
    switch moment {
    case .due: break
    case .reminder(let index): object["reminder"] = .number(.init(index))
    case .escalation(let index): object["escalation"] = .number(.init(index))
    }
    return .object(object)
  }

  init?(name: String, json: JSONValue) {
    guard let number = json["number"]?.int64, let due = json["due"]?.int64 else { return nil }
    let moment: Moment
    if let index = json["reminder"]?.int64 {
      moment = .reminder(Int(index))
    } else if let index = json["escalation"]?.int64 {
      moment = .escalation(Int(index))
    } else {
      moment = .due
    }
    self.init(
      number: Int(number), name: DeadlineName(name), duty: (json["duty"]?.stringValue).map { DutyName($0) },
      moment: moment,
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
