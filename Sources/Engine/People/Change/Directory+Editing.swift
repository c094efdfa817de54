package import Diagnostics
package import Workflows

/// Why a change of the directory cannot be: which edit, and what is wrong with it.
package struct DirectoryFault: Sendable {
  /// Index of the edit.
  package let edit: Int
  package let message: Text
}

extension Directory {
  /// The directory after some edits, or everything that is wrong with them. Pure; asked when a change is proposed and
  /// again, of the directory as it is by then, when it is approved.
  ///
  /// - Parameter today: what delegations are measured from.
  package func applying(_ edits: [DirectoryEdit], on today: Day) -> Result<Directory, DirectoryFaults> {
    var parts = DirectoryParts(self)
    var faults: [DirectoryFault] = []
    for (index, edit) in edits.enumerated() {
      if let message = parts.take(edit) { faults.append(DirectoryFault(edit: index, message: message)) }
    }
    let next = parts.directory
    let rules = DirectoryRules(next, today: today)
    for (index, edit) in edits.enumerated() {
      faults += rules.complaints(about: edit).map { DirectoryFault(edit: index, message: $0) }
    }
    return faults.isEmpty ? .success(next) : .failure(DirectoryFaults(list: faults.sorted { $0.edit < $1.edit }))
  }

  /// The edits that lead from here to `next`.
  package func edits(to next: Directory) -> [DirectoryEdit] {
    var edits: [DirectoryEdit] = []
    edits += next.units.values.filter { units[$0.code]?.json != $0.json }.sorted { $0.code < $1.code }.map { .unit($0) }
    edits += next.positions.values.filter { positions[$0.code]?.json != $0.json }.sorted { $0.code < $1.code }
      .map { .position($0) }
    edits += next.parties.values.filter { parties[$0.code]?.json != $0.json }.sorted { $0.code < $1.code }
      .map { .party($0) }
    edits += next.people.values.filter { people[$0.code]?.json != $0.json }.sorted { $0.code < $1.code }
      .map { .person($0) }
    edits += Self.difference(memberships, next.memberships, \.json) { .membership(before: $0, after: $1) }
    edits += Self.difference(delegations, next.delegations, \.json) { .delegation(before: $0, after: $1) }
    edits += Self.difference(absences, next.absences, \.json) { .absence(before: $0, after: $1) }
    return edits
  }

  private static func difference<Value, Key: Hashable>(
    _ old: [Value], _ new: [Value], _ key: (Value) -> Key, _ edit: (Value?, Value?) -> DirectoryEdit
  ) -> [DirectoryEdit] {
    let (known, wanted) = (Set(old.map(key)), Set(new.map(key)))
    return old.filter { !wanted.contains(key($0)) }.map { edit($0, nil) }
      + new.filter { !known.contains(key($0)) }.map { edit(nil, $0) }
  }
}

package struct DirectoryFaults: Error, Sendable {
  package let list: [DirectoryFault]
}

/// A directory taken apart, so that its parts can be changed.
private struct DirectoryParts {
  var units: [UnitCode: Unit]
  var positions: [PositionCode: Workflows.Position]
  var parties: [PartyCode: Party]
  var people: [PersonCode: Person]
  var memberships: [Membership]
  var delegations: [Delegation]
  var absences: [Absence]

  init(_ directory: Directory) {
    units = directory.units
    positions = directory.positions
    parties = directory.parties
    people = directory.people
    memberships = directory.memberships
    delegations = directory.delegations
    absences = directory.absences
  }

  var directory: Directory {
    var directory = Directory()
    for unit in units.values { directory.add(unit) }
    for position in positions.values { directory.add(position) }
    for party in parties.values { directory.add(party) }
    for person in people.values { directory.add(person) }
    for membership in memberships { directory.add(membership) }
    for delegation in delegations { directory.add(delegation) }
    for absence in absences { directory.add(absence) }
    return directory
  }

  mutating func take(_ edit: DirectoryEdit) -> Text? {
    switch edit {
    case .unit(let unit): units[unit.code] = unit
    case .position(let position): positions[position.code] = position
    case .party(let party): parties[party.code] = party
    case .person(let person): people[person.code] = person
    case .membership(let before, let after): return Self.exchange(&memberships, before, after) { $0.json == $1.json }
    case .delegation(let before, let after): return Self.exchange(&delegations, before, after) { $0.json == $1.json }
    case .absence(let before, let after): return Self.exchange(&absences, before, after) { $0.json == $1.json }
    }
    return nil
  }

  private static func exchange<Value>(
    _ list: inout [Value], _ before: Value?, _ after: Value?, _ isSame: (Value, Value) -> Bool
  ) -> Text? {
    if let before {
      let rest = list.filter { !isSame($0, before) }
      guard rest.count < list.count else {
        return Text(
          en: "what is to be changed is not (or no longer) in the directory: look at it again",
          ja: "変更の対象が名簿にありません(既に変更された可能性があります)。名簿を確認してください")
      }
      list = rest
    }
    if let after {
      guard !list.contains(where: { isSame($0, after) }) else {
        return Text(en: "this is in the directory already", ja: "既に名簿にあります")
      }
      list.append(after)
    }
    return nil
  }
}
