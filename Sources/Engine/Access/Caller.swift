package import Workflows

/// What a token allows its bearer to ask for. Authority over items never comes from here, only from positions, roles
/// and delegations as of the moment.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  /// Look at items.
  case read
  /// Act on items.
  case write
  /// Claim and complete tasks as an external worker.
  case work
  /// Change people, definitions, parameters and tokens.
  case admin
  /// Read the whole record.
  case audit
}

/// Somebody who has signed in.
package struct Caller: Sendable, Hashable {
  package let person: PersonCode
  /// A vendor's user sees its own party's items only.
  package let party: PartyCode?
  package let scopes: Set<Scope>
  /// Which position to act in, and in whose name: see `Actor`.
  package var position: PositionCode?
  package var onBehalfOf: PersonCode?

  package init(
    person: PersonCode, party: PartyCode?, scopes: Set<Scope>, position: PositionCode? = nil,
    onBehalfOf: PersonCode? = nil
  ) {
    self.person = person
    self.party = party
    self.scopes = scopes
    self.position = position
    self.onBehalfOf = onBehalfOf
  }

  package var actor: Actor { Actor(person: person, position: position, onBehalfOf: onBehalfOf) }

  /// The value of `sekisho.viewer` for row-level security.
  var viewer: String { party.map { "party:" + $0.text } ?? "internal" }

  func require(_ scope: Scope) throws(EngineError) {
    guard scopes.contains(scope) else { throw .forbidden }
  }
}
