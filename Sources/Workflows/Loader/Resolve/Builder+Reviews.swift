import Diagnostics
import YAML

extension DefinitionBuilder {
  func review(_ draft: ReviewDraft, _ setting: ExpressionSetting) -> Review? {
    findings.twice(draft.stages.map(\.name))
    return Review(
      content: vocabulary.resolve(draft.content, .field), stages: draft.stages.compactMap { stage($0, setting) })
  }

  private func stage(_ draft: StageDraft, _ setting: ExpressionSetting) -> Review.Stage? {
    NameForm.snake.check(draft.name, findings)
    let positions = draft.positions.flatMap {
      compiler.compile($0, setting, as: .list(.text), for: Text(en: "the list of positions", ja: "職のリスト"))
    }
    let quorum = draft.quorum.flatMap { self.quorum($0) }
    guard let by = draft.by else { return nil }
    let role: RoleName = vocabulary.resolve(by, .role)
    guard let quorum else { return nil }
    return Review.Stage(
      name: StageName(draft.name.value), title: draft.title, role: role, positions: positions,
      isSequence: draft.order == .sequence, quorum: quorum, isOptional: draft.isOptional, location: draft.name.location)
  }

  private func quorum(_ scalar: YAMLScalar) -> Review.Quorum? {
    switch scalar.text {
    case "all": return .all
    case "any": return .any
    case "majority": return .majority
    default: break
    }
    if let count = Int(scalar.text), (1...1_000).contains(count) { return .count(count) }
    let near = Suggestion.nearest(to: scalar.text, in: ["all", "any", "majority"])
    findings.report(
      .quorum,
      Text(
        en: "\"\(scalar.text)\" is no quorum: all, any, majority or a number from 1 on",
        ja: "「\(scalar.text)」は定足数ではありません。all、any、majority、または 1 以上の数です"), at: scalar.location,
      help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
    return nil
  }
}
