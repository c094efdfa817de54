import Diagnostics
import YAML

extension DefinitionBuilder {
  func creation() -> Creation {
    guard let draft = draft.creation else {
      return Creation(by: [], parents: [], standalone: false, input: .none, guards: [])
    }
    let setting = ExpressionSetting(isLenient: true, hasActor: true)
    return Creation(
      by: vocabulary.resolve(draft.by, .role), parents: vocabulary.resolve(draft.parents, .workflow),
      standalone: draft.standalone, input: input(draft.input), guards: guards(draft.guards, setting))
  }

  /// Search values and keys are written for complete data: where a field is missing, nothing is shown or found.
  func search() -> SearchFields {
    let setting = ExpressionSetting(isForgiving: true)
    let draft = draft.search
    func compile(_ scalar: YAMLScalar?, _ shape: DataShape, _ name: String) -> Expression? {
      scalar.flatMap {
        compiler.compile($0, setting, as: shape, for: Text(en: "\(name) of search", ja: "search の \(name)"))
      }
    }
    return SearchFields(
      subject: compile(draft?.subject, .text, "subject"), amount: compile(draft?.amount, .integer, "amount"),
      date: compile(draft?.date, .date, "date"), party: compile(draft?.party, .text, "party"))
  }

  func keys() -> [KeyName: [Expression]] {
    let setting = ExpressionSetting(isForgiving: true)
    var keys: [KeyName: [Expression]] = [:]
    for field in draft.keys {
      keys[KeyName(field.name.value)] = field.value.compactMap {
        compiler.compile($0, setting, as: .text, for: Text(en: "a part of a key", ja: "キーの要素"))
      }
    }
    return keys
  }

  func input(_ draft: InputDraft) -> InputFields {
    findings.twice(draft.required + draft.optional)
    return InputFields(
      required: draft.required.map { vocabulary.resolve($0, .field) },
      optional: draft.optional.map { vocabulary.resolve($0, .field) })
  }

  func guards(_ drafts: [GuardDraft], _ setting: ExpressionSetting) -> [Guard] {
    drafts.compactMap { draft in
      let metBy: [RoleName] = vocabulary.resolve(draft.metBy, .role)
      guard let scalar = draft.require,
        let require = compiler.compile(scalar, setting, as: .flag, for: Text(en: "a guard", ja: "ガード"))
      else { return nil }
      return Guard(require: require, message: draft.message, source: draft.source, metBy: metBy)
    }
  }

  func abandonTarget() -> StateName? {
    guard let name = draft.abandon else { return nil }
    let state: StateName = vocabulary.resolve(name, .state)
    if vocabulary.has(name.value, .state), !finals.contains(state) {
      findings.report(
        .target, Text(en: "\"abandon\" names a final state", ja: "「abandon」には終了状態を書きます"), at: name.location,
        help: Text(
          en: "choose one of: " + finals.map(\.text).sorted().joined(separator: ", "),
          ja: "次から選んでください：" + finals.map(\.text).sorted().joined(separator: "、")))
    }
    return state
  }

  func migration() -> Migration? {
    guard let draft = draft.migration else { return nil }
    func map<Kind>(_ fields: [YAMLField<LocatedName>], _ kind: NameKind) -> [Name<Kind>: Name<Kind>] {
      Dictionary(
        fields.map { (Name<Kind>($0.name.value), vocabulary.resolve($0.value, kind)) },
        uniquingKeysWith: { first, _ in first })
    }
    return Migration(
      states: map(draft.states, .state), roles: map(draft.roles, .role), fields: map(draft.fields, .field))
  }
}
