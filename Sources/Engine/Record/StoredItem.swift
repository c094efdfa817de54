import JSON
import Postgres
import Workflows

/// A row of `item` with what stands beside it, to be held against its entries.
struct StoredItem: Sendable {
  let item: Item
  private let search: SearchValues
  private let isFinal: Bool
  private let codeRow: (code: String, family: ItemID)?
  private let links: [String]
  private let documents: [String]

  /// A row of `ReplayStatements.rows`.
  init(_ row: Row, _ artifacts: ArtifactIndex) throws {
    item = try ItemCodec.item(row, artifacts)
    var search = SearchValues()
    search.subject = try row.get(16)
    search.amount = try row.get(17)
    search.day = try row.get(18, as: DayNumber?.self).map { Day($0) }
    search.party = item.party
    self.search = search
    isFinal = try row.get(19)
    let code = try row.get(20, as: String?.self)
    let family = try row.get(21, as: PGUUID?.self).map { ItemID($0) }
    codeRow = code.flatMap { code in family.map { (code, $0) } }
    links = try row.get(22)
    documents = try row.get(23)
  }

  /// What differs, in words for an auditor: names and states, no values of data.
  func differences(from image: ItemImage, _ known: ItemReplay.World) -> [String] {
    let own = ItemImage(item)
    var found: [String] = []
    if own.version != image.version { found.append("version \(own.version), not \(image.version)") }
    for name in Set(own.columns.keys).union(image.columns.keys).sorted() where own.columns[name] != image.columns[name]
    {
      found.append("\(name) \(Self.shown(own.columns[name])), not \(Self.shown(image.columns[name]))")
    }
    for (part, mine, theirs) in [("data", own.data, image.data), ("runtime", own.runtime, image.runtime)] {
      for name in Set(mine.keys).union(theirs.keys).sorted() where mine[name] != theirs[name] {
        found.append("\(part).\(name)")
      }
    }
    return found + (found.isEmpty ? besideTheRow(known) : [])
  }

  /// Only asked where the row itself is right: all of it follows from the row.
  private func besideTheRow(_ known: ItemReplay.World) -> [String] {
    var found: [String] = []
    if codeRow?.code != item.code || codeRow?.family != item.family { found.append("item_code") }
    if links != item.runtime.links.map({ "\($0.relation) \($0.item)" }).sorted(by: Self.bytes) {
      found.append("link")
    }
    let expected = item.runtime.documents.flatMap { slot, facts in facts.map { "\(slot) \($0.sha256)" } }
    if documents != expected.sorted(by: Self.bytes) { found.append("document") }
    guard let definition = known.library.definitions[item.definition] else { return found + ["definition"] }
    if isFinal != (definition.states[item.state]?.isFinal ?? false) { found.append("is_final") }
    let world = Surroundings(
      library: known.library, directory: Directory(), now: item.enteredAt, items: [item.id: item])
    let computed = world.searchValues(of: item)
    if search.subject != computed.subject { found.append("subject") }
    if search.amount != computed.amount { found.append("amount") }
    if search.day != computed.day { found.append("day") }
    return found
  }

  /// The order of the database's "C" collation.
  private static func bytes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func shown(_ value: JSONValue?) -> String { value?.canonicalText ?? "nothing" }
}
