import JSON
import Postgres
import Workflows

/// Rows of `item` to items and back.
enum ItemCodec {
  /// Column order of `ItemStatements.ofFamilies`.
  static func item(_ row: Row, _ artifacts: ArtifactIndex) throws -> Item {
    let definition = try row.get(5, as: Int32.self)
    guard let hash = artifacts.hash(definition) else {
      throw EngineError.corrupt("item refers to an artifact that is not there")
    }
    let data = try JSONValue(parsing: try row.get(8, as: JSONB.self).bytes)
    let runtimeJSON = try JSONValue(parsing: try row.get(9, as: JSONB.self).bytes)
    guard case .object(let fields) = data, let runtime = Runtime(json: runtimeJSON) else {
      throw EngineError.corrupt("item data is not an object")
    }
    return Item(
      id: ItemID(try row.get(1)), family: ItemID(try row.get(0)),
      parent: try row.get(2, as: PGUUID?.self).map { ItemID($0) }, code: try row.get(3),
      workflow: WorkflowName(try row.get(4, as: String.self)), definition: hash,
      state: StateName(try row.get(6, as: String.self)), version: try row.get(7), data: fields,
      unit: UnitCode(try row.get(10, as: String.self)),
      party: try row.get(11, as: String?.self).map { PartyCode($0) },
      creator: Creator(
        person: PersonCode(try row.get(12, as: String.self)),
        position: try row.get(13, as: String?.self).map { PositionCode($0) }),
      createdAt: Instant(try row.get(14, as: Timestamp.self)), enteredAt: Instant(try row.get(15, as: Timestamp.self)),
      runtime: runtime)
  }
}

/// An item on its way to the table, with what is computed from it.
struct ItemWrite {
  let item: Item
  /// Version when it was read; nil: new.
  let seen: Int64?
  let search: SearchValues
  let isFinal: Bool
  let definition: Int32
}

extension ItemStatements {
  static func insert(_ writes: [ItemWrite], at now: Instant) -> SQL {
    insert(
      writes.map(\.item.family.uuid), writes.map(\.item.id.uuid), writes.map { $0.item.parent?.uuid },
      writes.map(\.item.code), writes.map(\.item.workflow.text), writes.map(\.definition),
      writes.map(\.item.state.text),
      writes.map(\.item.version), writes.map(\.dataColumn), writes.map(\.runtimeColumn), writes.map(\.item.unit.text),
      writes.map { $0.item.party?.text }, writes.map(\.item.creator.person.text),
      writes.map { $0.item.creator.position?.text }, writes.map(\.search.subject), writes.map(\.search.amount),
      writes.map { $0.search.day?.wire }, writes.map(\.isFinal), writes.map(\.item.createdAt.timestamp),
      writes.map(\.item.enteredAt.timestamp), writes.map { _ in now.timestamp },
      writes.map { !$0.item.runtime.duties.isEmpty })
  }

  static func update(_ writes: [ItemWrite], at now: Instant) -> SQL {
    update(
      writes.map(\.item.family.uuid), writes.map(\.item.id.uuid), writes.map { $0.seen ?? 0 },
      writes.map(\.definition), writes.map(\.item.state.text), writes.map(\.item.version), writes.map(\.dataColumn),
      writes.map(\.runtimeColumn), writes.map { $0.item.party?.text }, writes.map(\.search.subject),
      writes.map(\.search.amount), writes.map { $0.search.day?.wire }, writes.map(\.isFinal),
      writes.map(\.item.enteredAt.timestamp), writes.map { _ in now.timestamp },
      writes.map { !$0.item.runtime.duties.isEmpty })
  }
}

extension ItemWrite {
  var dataColumn: JSONB { JSONB(JSONValue.object(item.data).canonicalBytes) }
  var runtimeColumn: JSONB { JSONB(item.runtime.json.canonicalBytes) }
}
