package import Diagnostics
import JSON
package import Workflows

/// A page about a definition in Markdown (CommonMark with tables), in one language: what a reader needs who will never
/// open the file. Everything authors wrote is escaped.
package struct DefinitionPage {
  let definition: Definition
  let library: Library
  let language: Language

  package init(_ definition: Definition, _ library: Library, _ language: Language) {
    self.definition = definition
    self.library = library
    self.language = language
  }

  package var text: String {
    let parts: [[String]] = [
      head(), picture(), statesTable(), definition.stateOrder.flatMap { section($0) }, duties(), documents(), roles(),
      fields(), parameters(), sources(),
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The name of the page's file.
  package static func fileName(_ name: WorkflowName, _ language: Language) -> String {
    language == .en ? "\(name).md" : "\(name).\(language.rawValue).md"
  }

  // MARK: Whole

  private func head() -> [String] {
    let other = language == .en ? Language.ja : .en
    var lines = [
      "# \(md(definition.title))", "",
      "<!-- Written by `sekisho workflow docs`; change the definition, not this page. -->", "",
      "`\(definition.name)` · [\(other == .ja ? "日本語" : "English")](\(Self.fileName(definition.name, other)))",
    ]
    if let details = definition.details { lines += ["", md(details)] }
    lines += ["", "- \(say("Code", "コード")): `\(definition.key.pattern)`"]
    let creation = definition.creation
    lines.append("- \(say("May be created by", "作成できる役割")): \(roleList(creation.by))")
    if !creation.parents.isEmpty {
      let alone = creation.standalone ? say(", or alone", "。単独でも可") : say(", never alone", "。単独は不可")
      lines.append(
        "- \(say("Created under", "作成元")): \(creation.parents.map { workflow($0) }.joined(separator: ", "))\(alone)")
    }
    if let calendar = definition.calendar { lines.append("- \(say("Calendar", "暦")): `\(calendar)`") }
    lines += guards(creation.guards, indent: "")
    return lines
  }

  private func picture() -> [String] {
    ["```mermaid", Diagram(definition).mermaid(language == .en ? .en : .ja).trimmed, "```"]
  }

  private func statesTable() -> [String] {
    var lines = ["## \(say("States", "状態"))", ""]
    lines += table(
      [say("State", "状態"), say("Name", "名前"), say("Kind", "種別"), say("Data may be changed by", "データを変更できる役割")],
      definition.stateOrder.compactMap { definition.states[$0] }.map { state in
        [link(state.name), "`\(state.name)`", kind(state), state.edits.map { edit($0) }.joined(separator: "; ")]
      })
    return lines
  }

  private func kind(_ state: State) -> String {
    var words: [String] = []
    if state.name == definition.initial { words.append(say("initial", "初期")) }
    if state.isFinal { words.append(say("final", "終了") + (state.outcome.map { " (`\($0)`)" } ?? "")) }
    if state.review != nil { words.append(say("review", "審査")) }
    if let child = state.child { words.append(say("waits for ", "待機：") + workflow(child.workflow)) }
    if !state.deadlines.isEmpty { words.append(say("deadline", "期限")) }
    return words.joined(separator: ", ")
  }

  private func edit(_ right: EditRight) -> String {
    let fields = right.fields.map { $0.map { fieldTitle($0) }.joined(separator: ", ") } ?? say("all fields", "すべての項目")
    return "\(roleList(right.by)): \(fields)"
  }

  // MARK: Parts

  private func duties() -> [String] {
    guard !definition.duties.isEmpty else { return [] }
    var lines = ["## \(say("Duties", "義務"))"]
    for duty in definition.duties.values.sorted(by: { $0.location.span.lower < $1.location.span.lower }) {
      lines += ["", "### \(md(duty.title))", "", "- \(say("Name", "名前")): `\(duty.name)`"]
      lines.append("- \(say("Discharged by", "履行する役割")): \(roleList(duty.by))")
      if let due = duty.due { lines.append("- \(say("Due", "期限")): \(deadline(due))") }
      if !duty.blocks.isEmpty {
        let blocked = duty.blocks.map { act($0) }.joined(separator: ", ")
        lines.append("- \(say("Until then nobody can", "履行まで行えない操作")): \(blocked)")
      }
      lines += input(duty.input, indent: "")
      if let source = duty.source { lines.append("- \(say("Source", "根拠")): \(md(source))") }
    }
    return lines
  }

  private func documents() -> [String] {
    let slots = definition.documents.values.sorted { $0.name < $1.name }
    guard !slots.isEmpty else { return [] }
    return ["## \(say("Documents", "文書"))", ""]
      + table(
        [
          say("Document", "文書"), say("Name", "名前"), say("Attached by", "添付できる役割"), say("Kinds", "形式"),
          say("Limits", "上限"),
          say("Seen by", "閲覧"), say("Consent falls when it changes", "変更で再協議"),
        ],
        slots.map { slot in
          [
            md(slot.title), "`\(slot.name)`", roleList(slot.by), slot.media.map { "`\($0)`" }.joined(separator: ", "),
            "\(slot.maxSize >> 10) KiB × \(slot.maxCount)", audience(slot.visible),
            slot.isSubstantive ? say("yes", "はい") : "",
          ]
        })
  }

  private func roles() -> [String] {
    let roles = definition.roles.values.sorted { $0.location.span.lower < $1.location.span.lower }
    return ["## \(say("Roles and separation of duties", "役割と職務分離"))", ""]
      + table(
        [
          say("Role", "役割"), say("Name", "名前"), say("Held by", "保持者"), say("Never the same person as", "兼ねられない役割"),
          say("Delegation", "委任"), say("Source", "根拠"),
        ],
        roles.map { role in
          var delegation = role.isDelegable ? "" : say("barred", "不可")
          if let duty = role.actingDuty {
            delegation +=
              (delegation.isEmpty ? "" : "; ") + say("a deputy may act: ", "代決可：")
              + (definition.duties[duty].map { md($0.title) } ?? duty.text)
          }
          let excluded = (definition.exclusions[role.name] ?? []).sorted().map { roleTitle($0) }.joined(separator: ", ")
          return [md(role.title), "`\(role.name)`", holder(role), excluded, delegation, md(role.source ?? "")]
        })
  }

  private func holder(_ role: Role) -> String {
    switch role.holder {
    case .position(anywhere: true): say("a position with this role, in any unit", "この役割の職（部署を問わない）")
    case .position(anywhere: false): say("a position with this role, in the unit or above", "この役割の職（当該部署または上位）")
    case .creator: say("who created the item", "案件の作成者")
    case .party: say("users of the item's vendor", "案件の事業者の利用者")
    case .field(let field): say("the position named in ", "項目で指定された職：") + fieldTitle(field)
    }
  }

  private func fields() -> [String] {
    ["## \(say("Data", "データ"))", ""]
      + table(
        [say("Field", "項目"), say("Name", "名前"), say("Type", "型"), say("Required", "必須"), say("Seen by", "閲覧")],
        definition.data.fields.map { field in
          let type = field.shape.word(language) + (field.unit.map { " (\($0))" } ?? "")
          return [
            md(field.title), "`\(field.name)`", md(type), field.isRequired ? say("yes", "はい") : "",
            audience(field.audience),
          ]
        })
  }

  private func parameters() -> [String] {
    let known = definition.parameters.compactMap { library.parameters[$0] }
    guard !known.isEmpty else { return [] }
    var rows: [[String]] = []
    for parameter in known {
      for period in parameter.periods {
        let from = period.from.description + (period.to.map { " – \($0)" } ?? say(" on", " から"))
        rows.append([
          md(parameter.title), "`\(parameter.name)`", from, "`\(period.table.canonicalText.replacing("`", with: "'"))`",
          md(period.source ?? ""),
        ])
      }
    }
    return ["## \(say("Values by effective date", "施行日ごとの値"))", ""]
      + table(
        [
          say("Parameter", "パラメータ"), say("Name", "名前"), say("In force", "適用期間"), say("Value", "値"), say("Source", "根拠"),
        ], rows)
  }

  private func sources() -> [String] {
    let index = SourceIndex(definition, language).entries
    guard !index.isEmpty else { return [] }
    return ["## \(say("Sources", "根拠一覧"))", ""]
      + table(
        [say("Source", "根拠"), say("Where it holds", "適用箇所")],
        index.map { [md($0.source), md($0.places.joined(separator: ", "))] })
  }
}
