import Diagnostics
package import JSON
package import Workflows

/// Which running items would move to a version of their workflow, and which not and why.
package struct MigrationPlan: Sendable {
  package struct Line: Sendable {
    package let item: ItemID
    package let family: ItemID
    package let code: String
    package let version: Int64
    /// Empty: it would move.
    package let obstacles: [MigrationObstacle]
  }

  /// SHA-256 over workflow, target and every item with its version and obstacles: it names the plan.
  package let hash: ContentHash
  package let workflow: WorkflowName
  package let target: ContentHash
  /// Approved and in force: it can be applied.
  package let isInForce: Bool
  package let lines: [Line]
  /// What came of it; nil until it was carried out to its end.
  package let certificate: JSONValue?

  static func hash(_ workflow: WorkflowName, _ target: ContentHash, _ lines: [Line]) -> ContentHash {
    ContentDigest.hash([
      "workflow": .string(workflow.text), "target": .string(target.description),
      "items": .array(
        lines.sorted { $0.item < $1.item }.map { line in
          [
            .string(line.item.description), .number(.init(line.version)),
            .array(line.obstacles.map { .string($0.code.rawValue) }),
          ]
        }),
    ])
  }
}

/// How far an application has come.
package struct MigrationProgress: Sendable {
  /// Items moved by this call.
  package let migrated: Int
  /// Items that this call found impossible to move.
  package let refused: Int
  /// Where to go on; nil: everything was looked at.
  package let next: ItemPlaceCursor?
  /// Once everything was looked at.
  package let certificate: JSONValue?
}

/// A place in the order of families and items.
package struct ItemPlaceCursor: Sendable, Hashable, CustomStringConvertible {
  package let family: ItemID
  package let item: ItemID

  static let start = ItemPlaceCursor(family: ItemID(high: 0, low: 0), item: ItemID(high: 0, low: 0))

  package init(family: ItemID, item: ItemID) {
    self.family = family
    self.item = item
  }

  package init?(_ text: String) {
    let parts = text.split(separator: ".")
    guard parts.count == 2, let family = ItemID(parts[0]), let item = ItemID(parts[1]) else { return nil }
    self.init(family: family, item: item)
  }

  package var description: String { "\(family).\(item)" }
}

extension MigrationObstacle {
  package var json: JSONValue {
    ["code": .string(code.rawValue), "message": ["en": .string(message.en), "ja": .string(message.ja)]]
  }

  init?(json: JSONValue) {
    guard let code = (json["code"]?.stringValue).flatMap({ Code(rawValue: $0) }),
      let en = json["message"]?["en"]?.stringValue, let ja = json["message"]?["ja"]?.stringValue
    else { return nil }
    self.init(code, en: en, ja: ja)
  }
}
