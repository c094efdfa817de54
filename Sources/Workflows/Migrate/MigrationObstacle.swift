package import Diagnostics

/// Why an item cannot move to another version of its definition.
package struct MigrationObstacle: Sendable, Hashable {
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// It has ended: only running items move.
    case closed
    case stateGone = "state_gone"
    /// The item would end without anybody's act.
    case stateFinal = "state_final"
    case fieldsCollide = "fields_collide"
    case dataInvalid = "data_invalid"
    case correctionPending = "correction_pending"
    case documentSlotGone = "document_slot_gone"
    case dutyGone = "duty_gone"
    /// The round's content, stages, quorum or electorate would be others than those that were voted on.
    case reviewChanges = "review_changes"
    case reviewNeeded = "review_needed"
    case childNotAwaited = "child_not_awaited"
    case childNeeded = "child_needed"
    case parentNotReady = "parent_not_ready"
    case outsideWorkGone = "outside_work_gone"
    case deadline
    case dutiesMixed = "duties_mixed"
  }

  package let code: Code
  package let message: Text

  package init(_ code: Code, en: String, ja: String) {
    self.code = code
    message = Text(en: en, ja: ja)
  }

  package init(code: Code, message: Text) {
    self.code = code
    self.message = message
  }
}

package enum MigrationVerdict: Sendable {
  /// The item as it would be, one version further.
  case possible(Item)
  case refused([MigrationObstacle])
}

/// Whether and how an item moves from the version it is pinned to to another one of its workflow. Pure; the same
/// judgement as the step that moves it.
package func planMigration(
  _ item: Item, from: Definition, to: Definition, in world: Surroundings
) -> MigrationVerdict {
  var working = Working(world: world, identifiers: IdentifierSource(at: world.now, seed: 0))
  switch working.carried(item, from: from, to: to) {
  case .success(let carried):
    working.commit(carried.item, .migrated, [:], actor: nil, capacity: nil)
    return working.items[item.id].map { .possible($0) } ?? .refused([])
  case .failure(let failure): return .refused(failure.obstacles)
  }
}
