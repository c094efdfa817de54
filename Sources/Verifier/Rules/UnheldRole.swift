import Diagnostics
import Workflows

/// E309: a role that no directory could give anybody.
extension View {
  func unheldRoles() -> [Question] {
    definition.roles.values.sorted { $0.location.span.lower < $1.location.span.lower }.map { role in
      let subject = Subject.role(role.name)
      guard !holding.canHold(role.name) else { return holds(.unheldRole, subject) }
      let (cause, help) = why(role)
      return finding(
        .unheldRole, subject,
        Text(en: "nobody could hold \"\(role.name)\": \(cause.en)", ja: "「\(role.name)」は誰も担えません：\(cause.ja)"),
        at: role.location, help: help)
    }
  }

  private func why(_ role: Role) -> (cause: Text, help: Text) {
    switch role.holder {
    case .party:
      (
        Text(en: "no item ever belongs to a party", ja: "事業者に属する案件がありません"),
        Text(
          en: "let a role of the party create items, or name the party in search: {party: …}",
          ja: "事業者の役割に作成を許すか、search の party に事業者を書いてください")
      )
    case .field(let field):
      (
        Text(en: "nothing ever sets data.\(field)", ja: "data.\(field) に値を入れる操作がありません"),
        Text(
          en: "let somebody edit \(field), supply it as input, or set it by an effect",
          ja: "\(field) を編集・入力できるようにするか、effects で設定してください")
      )
    case .position, .creator:
      (Text(en: "no one carries it", ja: "担当者がいません"), Text(en: "name a holder", ja: "担当を定めてください"))
    }
  }
}
