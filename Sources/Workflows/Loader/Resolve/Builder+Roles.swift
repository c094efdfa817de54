import Diagnostics
import YAML

extension DefinitionBuilder {
  func roles() -> [Role] { draft.roles.map { role($0) } }

  private func role(_ field: YAMLField<RoleDraft>) -> Role {
    let draft = field.value
    return Role(
      name: RoleName(field.name.value), title: draft.title, holder: holder(draft), excludes: excluded(field),
      isDelegable: draft.isDelegable, actingDuty: draft.acting.map { vocabulary.resolve($0, .duty) },
      source: draft.source, location: field.name.location)
  }

  private func holder(_ draft: RoleDraft) -> Role.Holder {
    let isAnywhere = draft.scope?.value == .anywhere
    guard let heldBy = draft.heldBy, heldBy.value != "position" else { return .position(anywhere: isAnywhere) }
    if let scope = draft.scope {
      findings.report(
        .holder, Text(en: "\"scope\" belongs to roles of positions", ja: "「scope」は職の役割にだけ書けます"), at: scope.location,
        help: Text(en: "remove \"scope\"", ja: "「scope」を取り除いてください"))
    }
    switch heldBy.value {
    case "creator": return .creator
    case "party": return .party
    default: break
    }
    if heldBy.value.hasPrefix("data.") {
      let name = Located(String(heldBy.value.dropFirst(5)), at: heldBy.location)
      let field: FieldName = vocabulary.resolve(name, .field)
      if let shape = outline.data.shape.members[name.value]?.shape, shape != .text {
        findings.report(
          .holder,
          Text(
            en: "\"\(name.value)\" is no text: it cannot hold the code of a position",
            ja: "「\(name.value)」は文字列でないため、職のコードを入れられません"),
          at: heldBy.location, help: Text(en: "name a field of type string", ja: "型が string の項目を指定してください"))
      }
      return .field(field)
    }
    let near = Suggestion.nearest(to: heldBy.value, in: ["position", "creator", "party"])
    findings.report(
      .holder,
      Text(
        en: "\"\(heldBy.value)\" is no holder: position, creator, party or data.FIELD",
        ja: "「\(heldBy.value)」は使えません。position、creator、party、data.項目 のいずれかです"), at: heldBy.location,
      help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
    return .creator
  }

  /// Roles of one name are one role in all definitions, so a role of another definition may be excluded too.
  private func excluded(_ field: YAMLField<RoleDraft>) -> [RoleName] {
    let names = field.value.excludes
    findings.twice(names)
    let known = vocabulary.known(.role).union(world.neighbours.values.flatMap { $0.roles.map(\.text) })
    for name in names {
      if !known.contains(name.value) { findings.unknown(name.value, .role, known: known, at: name.location) }
      if name.value == field.name.value {
        findings.report(
          .selfExclusion, Text(en: "a role cannot exclude itself", ja: "役割は自分自身を除外できません"), at: name.location,
          help: Text(en: "name the role whose holders may not act in this one", ja: "兼ねてはならない別の役割を書いてください"))
      }
    }
    return names.map { RoleName($0.value) }
  }
}

enum Exclusions {
  /// Both ways round: whoever acted in one may not act in the other.
  static func symmetric(_ roles: [Role]) -> [RoleName: Set<RoleName>] {
    var pairs: [RoleName: Set<RoleName>] = [:]
    for role in roles {
      for other in role.excludes {
        pairs[role.name, default: []].insert(other)
        pairs[other, default: []].insert(role.name)
      }
    }
    return pairs
  }
}
