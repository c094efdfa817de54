import Diagnostics
import JSON
import Postgres
package import Workflows

/// A delegation or absence with the number under which it is revoked.
package struct Numbered<Value: Sendable>: Sendable {
  package let id: Int32
  package let value: Value
}

/// What became of a request to change something in the directory: one's own takes effect at once, another's waits for
/// a second administrator.
package enum DirectoryOutcome: Sendable {
  case inForce
  case proposed(DirectoryChange)
  case faulty(DirectoryFaults)
}

extension WorkflowEngine {
  /// Delegations that the caller gave or took; with `all`, everybody's (scope `admin`).
  package func delegations(
    all: Bool = false, as caller: Caller
  ) async throws(EngineError) -> [Numbered<Delegation>] {
    try caller.require(all ? .admin : .read)
    return try await perform { connection in
      try await connection.query(DirectoryChangeStore.delegations(all ? String?.none : caller.person.text)).map { row in
        Numbered(id: try row.get(6), value: try DirectoryStore.delegation(row))
      }
    }
  }

  package func absences(all: Bool = false, as caller: Caller) async throws(EngineError) -> [Numbered<Absence>] {
    try caller.require(all ? .admin : .read)
    return try await perform { connection in
      try await connection.query(DirectoryChangeStore.absences(all ? String?.none : caller.person.text)).map { row in
        Numbered(id: try row.get(3), value: try DirectoryStore.absence(row))
      }
    }
  }

  /// Leave to act in another's name. Who gives their own needs no second person, but it is bounded in time, goes in no
  /// circle, and is refused where it would give somebody what separation of duties forbids on an open item.
  package func delegate(
    _ delegation: Delegation, reason: String, dryRun: Bool = false, as caller: Caller
  ) async throws(EngineError) -> DirectoryOutcome {
    let edit = DirectoryEdit.delegation(before: nil, after: delegation)
    let isOwn = delegation.from == caller.person
    try caller.require(isOwn ? .write : .admin)
    let (world, _) = try await refreshed()
    if case .failure(let faults) = world.directory.applying([edit], on: world.now.day) { return .faulty(faults) }
    if let fault = try await separationFault(of: delegation) { return .faulty(DirectoryFaults(list: [fault])) }
    if dryRun { return .inForce }
    return try await carryOut(edit, reason: reason, isOwn: isOwn, as: caller)
  }

  package func revokeDelegation(
    _ id: Int32, reason: String, dryRun: Bool = false, as caller: Caller
  ) async throws(EngineError) -> DirectoryOutcome {
    let known = try await delegations(all: caller.scopes.contains(.admin), as: caller)
    guard let found = known.first(where: { $0.id == id })?.value else { throw .notFound }
    // The taker may hand it back.
    let isOwn = found.from == caller.person || found.to == caller.person
    try caller.require(isOwn ? .write : .admin)
    if dryRun { return .inForce }
    return try await carryOut(.delegation(before: found, after: nil), reason: reason, isOwn: isOwn, as: caller)
  }

  /// Days on which deputies may act for somebody (代決).
  package func announceAbsence(
    _ absence: Absence, reason: String, dryRun: Bool = false, as caller: Caller
  ) async throws(EngineError) -> DirectoryOutcome {
    let edit = DirectoryEdit.absence(before: nil, after: absence)
    let isOwn = absence.person == caller.person
    try caller.require(isOwn ? .write : .admin)
    let (world, _) = try await refreshed()
    if case .failure(let faults) = world.directory.applying([edit], on: world.now.day) { return .faulty(faults) }
    if dryRun { return .inForce }
    return try await carryOut(edit, reason: reason, isOwn: isOwn, as: caller)
  }

  package func revokeAbsence(
    _ id: Int32, reason: String, dryRun: Bool = false, as caller: Caller
  ) async throws(EngineError) -> DirectoryOutcome {
    let known = try await absences(all: caller.scopes.contains(.admin), as: caller)
    guard let found = known.first(where: { $0.id == id })?.value else { throw .notFound }
    let isOwn = found.person == caller.person
    try caller.require(isOwn ? .write : .admin)
    if dryRun { return .inForce }
    return try await carryOut(.absence(before: found, after: nil), reason: reason, isOwn: isOwn, as: caller)
  }

  private func carryOut(
    _ edit: DirectoryEdit, reason: String, isOwn: Bool, as caller: Caller
  ) async throws(EngineError) -> DirectoryOutcome {
    guard isOwn else {
      switch try await proposeChange([edit], reason: reason, as: caller) {
      case .success(let change): return .proposed(change)
      case .failure(let faults): return .faulty(faults)
      }
    }
    return try await changingDirectory { connection, directory, today in
      try Self.check([edit], against: directory, on: today)
      _ = try await connection.pipeline(
        DirectoryChangeStore.writes([edit]) + [
          DirectoryChangeStore.entries([edit], before: directory, change: nil, proposedBy: nil, by: caller.person)
        ])
      return .inForce
    }
  }

  /// At most so many families are looked at; somebody who acted in more is refused nothing here, for every act is
  /// checked again when it is done.
  private static let maxFamilies: Int64 = 2_000

  private func separationFault(of delegation: Delegation) async throws(EngineError) -> DirectoryFault? {
    let families = try await perform { connection in
      try await connection.query(DirectoryChangeStore.familiesOf(delegation.to.text, Self.maxFamilies)).map {
        ItemID(try $0.get(0))
      }
    }
    guard !families.isEmpty else { return nil }
    let conflicts = separationConflicts(of: delegation, in: try await surroundings(of: families.sorted()))
    guard let first = conflicts.first, let reason = first.reasons.first else { return nil }
    let codes = conflicts.prefix(5).map(\.item.code).joined(separator: ", ")
    return DirectoryFault(
      edit: 0,
      message: Text(
        en: "separation of duties bars this on \(conflicts.count) open item(s) (\(codes)): \(reason.message.en)",
        ja: "職務分離のため委任できません(未完了案件\(conflicts.count)件:\(codes)):\(reason.message.ja)"))
  }
}
