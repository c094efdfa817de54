import Workflows

/// The items of a batch, parted into circles: families that links join. A step looks at one circle only, so that a batch
/// of two hundred families costs two hundred times what one costs, and not its square.
///
/// Where keys were looked up, any item of the batch may come to share one with any other, so all are one circle.
struct Circles {
  private var members: [[ItemID: Item]] = []
  /// Family → circle.
  private var places: [ItemID: Int] = [:]
  private let isWhole: Bool

  init(_ world: Surroundings) {
    isWhole = !world.sharedKeys.isEmpty
    guard !isWhole else {
      members = [world.items]
      return
    }
    for item in world.items.values { put(item) }
    for item in world.items.values {
      for link in item.runtime.links { join(item.family, link.family) }
    }
  }

  /// Everything that a step on an item of that family may see; nil: a new one.
  func circle(of family: ItemID?) -> [ItemID: Item] {
    if isWhole { return members[0] }
    return family.flatMap { places[$0] }.map { members[$0] } ?? [:]
  }

  mutating func put(_ item: Item) {
    if isWhole {
      members[0][item.id] = item
    } else if let place = places[item.family] {
      members[place][item.id] = item
    } else {
      places[item.family] = members.count
      members.append([item.id: item])
    }
  }

  /// From now on two families see each other.
  mutating func join(_ one: ItemID, _ other: ItemID) {
    guard let first = places[one], let second = places[other], first != second else { return }
    let (kept, emptied) = (min(first, second), max(first, second))
    for item in members[emptied].values { places[item.family] = kept }
    members[kept].merge(members[emptied]) { left, _ in left }
    members[emptied] = [:]
  }
}
