import JSON
import Workflows

/// An item's row as it follows from its entries.
///
/// Most of it an entry says anyway (where the item went, which values changed, who acted in which role). What it does
/// not say (deadlines, rounds of votes, links, …) stands under `row` in its body, put there by `correction(to:)` when
/// the entry is written. So `take` needs no definition and no directory to compute the row again.
struct ItemImage: Sendable, Hashable {
  /// Columns of the row beside version, data and runtime; absent where null.
  var columns: [String: JSONValue] = [:]
  var version: Int64 = 0
  var data: [String: JSONValue] = [:]
  var runtime: [String: JSONValue] = [:]

  init() {}

  init(_ item: Item) {
    version = item.version
    data = item.data
    runtime = item.runtime.json.objectValue ?? [:]
    columns = [
      "workflow": .string(item.workflow.text), "definition": .string(item.definition.description),
      "state": .string(item.state.text), "unit": .string(item.unit.text),
      "creator_person": .string(item.creator.person.text),
      "created_at": .number(.init(item.createdAt.microseconds)),
      "entered_at": .number(.init(item.enteredAt.microseconds)),
    ]
    columns["parent"] = item.parent.map { .string($0.description) }
    columns["party"] = item.party.map { .string($0.text) }
    columns["creator_position"] = item.creator.position.map { .string($0.text) }
    // Numbers are drawn at the end of a batch: see `BatchRun.number`.
    if !item.code.isEmpty { columns["code"] = .string(item.code) }
  }

  // MARK: From entries

  /// The row after an entry. Refusals leave it as it was.
  mutating func take(_ line: EntryLine, at moment: Instant) {
    guard line.event != EntryEvent.refused.rawValue, let version = line.version else { return }
    self.version = version
    columns["definition"] = line.definition.map { .string($0.description) }
    takeFacts(line, at: moment)
    if let role = line.role { takeActs(role, line.persons) }
    if let row = line.body["row"] { correct(by: row) }
  }

  private mutating func takeFacts(_ line: EntryLine, at moment: Instant) {
    switch EntryEvent(rawValue: line.event) {
    case .created:
      columns["created_at"] = .number(.init(moment.microseconds))
      columns["entered_at"] = columns["created_at"]
      columns["state"] = line.body["to"]
      columns["creator_person"] = line.person.map { .string($0.text) }
      columns["creator_position"] = line.position.map { .string($0.text) }
      data = line.body["data"]?.objectValue ?? [:]
    case .transition, .corrected:
      if let to = line.body["to"] {
        if to != columns["state"] { columns["entered_at"] = .number(.init(moment.microseconds)) }
        columns["state"] = to
      }
      takeValues(line)
    case .edit, .duty: takeValues(line)
    case .migrated:
      // The state has another name; when it was entered stays as it was.
      columns["state"] = line.body["to"] ?? columns["state"]
      takeValues(line)
    case .vote, .document, .comment, .link, .opened, .reminder, .escalation, .round, .rescheduled,
      .correctionProposed, .correctionDeclined, .refused, nil:
      break
    }
  }

  /// As in a JSON merge patch (RFC 7396), null removes.
  private mutating func takeValues(_ line: EntryLine) {
    for (field, value) in line.body["set"]?.objectValue ?? [:] { data[field] = value == .null ? .none : value }
  }

  private mutating func takeActs(_ role: RoleName, _ persons: [PersonCode]) {
    var acts = runtime["acts"]?.objectValue ?? [:]
    var acted = acts[role.text]?.arrayValue ?? []
    for person in persons where !acted.contains(.string(person.text)) { acted.append(.string(person.text)) }
    acts[role.text] = .array(acted)
    runtime["acts"] = .object(acts)
  }

  // MARK: What the entries alone do not say

  /// The `row` member that leads from here to `actual`; nil where the entries say it all.
  func correction(to actual: ItemImage) -> JSONValue? {
    var row: [String: JSONValue] = [:]
    var changed = actual.columns.filter { columns[$0.key] != $0.value }
    for name in columns.keys where actual.columns[name] == nil { changed[name] = .null }
    if !changed.isEmpty { row["columns"] = .object(changed) }
    if let part = Self.difference(data, actual.data) { row["data"] = part }
    if let part = Self.difference(runtime, actual.runtime) { row["runtime"] = part }
    return row.isEmpty ? JSONValue?.none : .object(row)
  }

  private mutating func correct(by row: JSONValue) {
    for (name, value) in row["columns"]?.objectValue ?? [:] { columns[name] = value == .null ? .none : value }
    if let part = row["data"] { Self.patch(&data, part) }
    if let part = row["runtime"] { Self.patch(&runtime, part) }
  }

  private static func difference(_ old: [String: JSONValue], _ new: [String: JSONValue]) -> JSONValue? {
    let changed = new.filter { old[$0.key] != $0.value }
    let gone = old.keys.filter { new[$0] == nil }.sorted()
    guard !changed.isEmpty || !gone.isEmpty else { return nil }
    var part: [String: JSONValue] = [:]
    if !changed.isEmpty { part["set"] = .object(changed) }
    if !gone.isEmpty { part["unset"] = .array(gone.map { .string($0) }) }
    return .object(part)
  }

  private static func patch(_ members: inout [String: JSONValue], _ part: JSONValue) {
    for (name, value) in part["set"]?.objectValue ?? [:] { members[name] = value }
    for name in part["unset"]?.arrayValue ?? [] { if let name = name.stringValue { members[name] = nil } }
  }
}

extension ItemImage {
  /// Adds to a step's lines what they must carry so that the rows can be computed again.
  ///
  /// - Parameter lines: of one step, in order.
  static func complete(
    _ lines: inout [EntryLine], from before: [ItemID: Item], to after: [ItemID: Item], at moment: Instant
  ) {
    for (id, item) in after {
      if let earlier = before[id], tellAll(lines, from: earlier, to: item, at: moment) { continue }
      var image = before[id].map { ItemImage($0) } ?? ItemImage()
      var last: Int?
      for (index, line) in lines.enumerated() where line.item == id {
        image.take(line, at: moment)
        if line.version == item.version { last = index }
      }
      if let last, let row = image.correction(to: ItemImage(item)) { lines[last].body["row"] = row }
    }
  }

  /// Whether the lines alone lead from one item to the other: the ordinary move, judged without making either image,
  /// which costs more than the step itself. False where it is not sure.
  private static func tellAll(_ lines: [EntryLine], from before: Item, to after: Item, at moment: Instant) -> Bool {
    var expected = before
    for line in lines where line.item == after.id {
      guard let version = line.version, let definition = line.definition, line.body["row"] == nil else { return false }
      switch EntryEvent(rawValue: line.event) {
      case .transition, .edit: break
      case .created, .corrected, .duty, .vote, .document, .comment, .link, .opened, .reminder, .escalation, .round,
        .rescheduled, .correctionProposed, .correctionDeclined, .refused, .migrated, nil:
        return false
      }
      expected.version = version
      expected.definition = definition
      if line.event == EntryEvent.transition.rawValue, let to = line.body["to"]?.stringValue {
        if to != expected.state.text { expected.enteredAt = moment }
        expected.state = StateName(to)
      }
      for (field, value) in line.body["set"]?.objectValue ?? [:] {
        expected.data[field] = value == .null ? .none : value
      }
      if let role = line.role {
        for person in line.persons where !expected.runtime.acts[role, default: []].contains(person) {
          expected.runtime.acts[role, default: []].append(person)
        }
      }
    }
    return expected.version == after.version && expected.definition == after.definition
      && expected.state == after.state && expected.enteredAt == after.enteredAt && expected.party == after.party
      && expected.code == after.code && expected.runtime == after.runtime && expected.data == after.data
  }
}
