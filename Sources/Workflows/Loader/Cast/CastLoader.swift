package import Diagnostics
import YAML

/// The people of scenario cases and of a development cluster.
package struct Cast: Sendable {
  package let name: String
  package let directory: Directory

  package init(name: String, directory: Directory) {
    self.name = name
    self.directory = directory
  }
}

/// Reads a cast: units, positions with their deputies, people, parties with their users, delegations.
package func loadCast(_ file: SourceFile) -> (cast: Cast?, diagnostics: [Diagnostic]) {
  let findings = Findings()
  guard let node = FileKind.cast.document(file, findings),
    let draft = YAMLReading.record(CastDraft.self).read(document: node, findings)
  else { return (nil, findings.diagnostics.inReadingOrder()) }
  let directory = CastBuilder(draft: draft, findings: findings).directory()
  let diagnostics = findings.diagnostics.inReadingOrder()
  return (findings.hasErrors ? nil : Cast(name: draft.name, directory: directory), diagnostics)
}

struct CastBuilder {
  let draft: CastDraft
  let findings: Findings

  func directory() -> Directory {
    var directory = Directory()
    let units = Set(draft.units.map(\.code.value))
    let positions = Set(draft.positions.map(\.code.value))
    findings.twice(draft.units.map(\.code))
    findings.twice(draft.positions.map(\.code))
    findings.twice(draft.people.map(\.code) + draft.parties.flatMap(\.users).map(\.code))
    findings.twice(draft.parties.map(\.code))
    for unit in draft.units {
      let parent = unit.parent.map { look($0, .unit, units) }
      directory.add(Unit(code: UnitCode(unit.code.value), title: unit.title, parent: parent.map { UnitCode($0) }))
    }
    checkCircles()
    for position in draft.positions {
      findings.twice(position.roles)
      directory.add(
        Position(
          code: PositionCode(position.code.value), title: position.title,
          unit: UnitCode(position.unit.map { look($0, .unit, units) } ?? ""),
          roles: Set(position.roles.map { RoleName($0.value) }),
          deputies: position.deputies.map { PositionCode(look($0, .position, positions)) }))
    }
    for person in draft.people {
      directory.add(Person(code: PersonCode(person.code.value), name: person.name, email: person.email))
      for position in person.positions {
        directory.add(
          Membership(
            person: PersonCode(person.code.value), position: PositionCode(look(position, .position, positions)),
            period: Period()))
      }
    }
    for party in draft.parties { add(party, to: &directory) }
    let people = Set(directory.people.keys.map(\.text))
    for delegation in draft.delegations {
      guard let from = delegation.from, let to = delegation.to else { continue }
      directory.add(
        Delegation(
          from: PersonCode(look(from, .person, people)), to: PersonCode(look(to, .person, people)),
          roles: Set(delegation.roles.map { RoleName($0.value) }), maxAmount: delegation.maxAmount.map { Int64($0) },
          period: Period(from: delegation.since, to: delegation.until)))
    }
    return directory
  }

  private func add(_ party: CastDraft.PartyDraft, to directory: inout Directory) {
    let code = PartyCode(party.code.value)
    directory.add(
      Party(
        code: code, name: party.name, corporateNumber: party.corporateNumber,
        registrationNumber: party.registrationNumber,
        suspensions: party.suspensions.map { Period(from: $0.from, to: $0.to) }))
    for user in party.users {
      directory.add(
        Person(
          code: PersonCode(user.code.value), name: user.name, email: user.email, party: code,
          partyRoles: Set(user.roles.map { RoleName($0.value) })))
    }
  }

  private func look(_ name: LocatedName, _ kind: NameKind, _ known: Set<String>) -> String {
    if !known.contains(name.value) { findings.unknown(name.value, kind, known: known, at: name.location) }
    return name.value
  }

  /// A unit above itself would make "the unit or one above it" meaningless.
  private func checkCircles() {
    let parents = Dictionary(
      draft.units.compactMap { unit in unit.parent.map { (unit.code.value, $0.value) } },
      uniquingKeysWith: { first, _ in first })
    for unit in draft.units {
      var seen: Set<String> = []
      var current: String? = unit.code.value
      while let code = current, seen.insert(code).inserted { current = parents[code] }
      guard current == unit.code.value, let parent = unit.parent else { continue }
      findings.report(
        .unitCircle, Text(en: "\"\(unit.code.value)\" stands above itself", ja: "「\(unit.code.value)」が自分自身の上位になっています"),
        at: parent.location, help: Text(en: "name another parent", ja: "別の上位部署を書いてください"))
      return
    }
  }
}
