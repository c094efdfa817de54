package import Diagnostics
package import Postgres

/// What is wrong with an entry, a leaf or a tile. Leaves are counted from zero.
package enum RecordFault: Hashable, Sendable {
  /// The entry's content no longer has the hash that was sealed.
  case entryEdited(leaf: Int, PGUUID)
  /// A sealed entry is gone from the history.
  case entryDeleted(leaf: Int, PGUUID)
  /// The history has an entry where sealing has passed, and it was never sealed.
  case entryInserted(PGUUID)
  /// The entry stands where another was sealed.
  case entryMoved(leaf: Int, PGUUID, sealedAt: Int)
  /// The leaf's hash was changed; the entry itself is as sealed.
  case leafAltered(leaf: Int, PGUUID)
  /// A leaf is gone; the entry is the one whose hash it had, where the history still has it.
  case leafMissing(leaf: Int, PGUUID?)
  /// Entry and leaf contradict each other, and no checkpoint says which is right.
  case hashesDisagree(leaf: Int, PGUUID)
  /// The entry was committed before the one that stands in front of it.
  case orderBroken(leaf: Int, PGUUID)
  case tileAltered(level: Int, index: Int)

  package var code: String {
    switch self {
    case .entryEdited: "entry-edited"
    case .entryDeleted: "entry-deleted"
    case .entryInserted: "entry-inserted"
    case .entryMoved: "entry-moved"
    case .leafAltered: "leaf-altered"
    case .leafMissing: "leaf-missing"
    case .hashesDisagree: "hashes-disagree"
    case .orderBroken: "order-broken"
    case .tileAltered: "tile-altered"
    }
  }

  package var entry: PGUUID? {
    switch self {
    case .entryEdited(_, let entry), .entryDeleted(_, let entry), .entryInserted(let entry),
      .entryMoved(_, let entry, _), .leafAltered(_, let entry), .hashesDisagree(_, let entry),
      .orderBroken(_, let entry):
      entry
    case .leafMissing(_, let entry): entry
    case .tileAltered: nil
    }
  }

  package var message: Text {
    switch self {
    case .entryEdited(let leaf, let entry):
      Text(
        en: "entry \(entry) (leaf \(leaf)) was edited after it was sealed",
        ja: "記録 \(entry)(葉 \(leaf))は封印後に書き換えられています")
    case .entryDeleted(let leaf, let entry):
      Text(
        en: "entry \(entry) (leaf \(leaf)) was deleted after it was sealed",
        ja: "記録 \(entry)(葉 \(leaf))は封印後に削除されています")
    case .entryInserted(let entry):
      Text(
        en: "entry \(entry) was inserted into the sealed part of the history",
        ja: "記録 \(entry) は封印済みの範囲に後から挿入されています")
    case .entryMoved(let leaf, let entry, let sealedAt):
      Text(
        en: "entry \(entry) stands at leaf \(leaf), but was sealed as leaf \(sealedAt)",
        ja: "記録 \(entry) は葉 \(leaf) にありますが、葉 \(sealedAt) として封印されました")
    case .leafAltered(let leaf, let entry):
      Text(
        en: "the stored hash of leaf \(leaf) (entry \(entry)) was changed",
        ja: "葉 \(leaf)(記録 \(entry))の保存済みハッシュが変更されています")
    case .leafMissing(let leaf, let entry):
      Text(
        en: "leaf \(leaf)\(entry.map { " (entry \($0))" } ?? "") is missing",
        ja: "葉 \(leaf)\(entry.map { "(記録 \($0))" } ?? "")がありません")
    case .hashesDisagree(let leaf, let entry):
      Text(
        en: "entry \(entry) and its leaf \(leaf) contradict each other: one of them was changed",
        ja: "記録 \(entry) と葉 \(leaf) が食い違っています(どちらかが変更されています)")
    case .orderBroken(let leaf, let entry):
      Text(
        en: "entry \(entry) (leaf \(leaf)) was committed before the entry in front of it",
        ja: "記録 \(entry)(葉 \(leaf))は直前の記録より先に確定しています")
    case .tileAltered(let level, let index):
      Text(
        en: "tile \(index) of level \(level) differs from the tree",
        ja: "レベル \(level) のタイル \(index) が木と一致しません")
    }
  }
}
