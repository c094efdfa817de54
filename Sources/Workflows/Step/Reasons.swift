import Diagnostics
import JSON

/// The sentences of refusals, in one place: what was wrong, what was expected, what to do next.
enum Reasons {
  // MARK: Who

  static func role(_ roles: [RoleName], _ definition: Definition) -> Reason {
    let titles = roles.map { definition.roles[$0]?.title ?? Text(verbatim: $0.text) }
    return Reason(
      .role,
      Text(
        en: "only \(titles.map(\.en).joined(separator: " or ")) may do this",
        ja: "この操作ができるのは\(titles.map(\.ja).joined(separator: "又は"))だけです"),
      source: roles.compactMap { definition.roles[$0]?.source }.first, metBy: roles)
  }

  static func separated(
    _ role: RoleName, from other: RoleName, _ person: PersonCode, on item: Item, _ definition: Definition,
    _ directory: Directory
  ) -> Reason {
    let name = directory.people[person]?.name ?? Text(verbatim: person.text)
    let mine = definition.roles[role]?.title ?? Text(verbatim: role.text)
    let theirs = definition.roles[other]?.title ?? Text(verbatim: other.text)
    return Reason(
      .dutiesSeparated,
      Text(
        en: "\(name.en) acted as \(theirs.en) on \(item.code) and may therefore not act as \(mine.en)",
        ja: "\(name.ja)は\(item.code)で\(theirs.ja)を務めたため、\(mine.ja)を務めることはできません"),
      source: definition.roles[role]?.source ?? definition.roles[other]?.source, metBy: [role])
  }

  static let notDelegable = Reason(
    .notDelegable,
    Text(en: "only the holder in person may do this; it cannot be delegated", ja: "本人だけができる操作であり、委任や代決はできません"))

  static func fromDocumentOnly(_ field: FieldName, _ definition: Definition) -> Reason {
    let title = fieldTitle(field, definition)
    return Reason(
      .intakeOnly,
      Text(
        en: "\(title.en) is read from the document and cannot be stated; hand in the document itself",
        ja: "「\(title.ja)」は文書から読み取る項目であり、直接は設定できません。文書そのものを提出してください"),
      pointer: "/" + field.text)
  }

  static let actorNeeded = Reason(.role, Text(en: "a person has to do this", ja: "人による操作が必要です"))

  static func systemOnly(_ transition: Transition) -> Reason {
    Reason(
      .role,
      Text(
        en: "\(transition.title.en) happens by itself; nobody can do it by hand",
        ja: "\(transition.title.ja)は自動で行われ、手では行えません"))
  }

  static func dutyOfAnother(_ duty: Duty) -> Reason {
    Reason(
      .role, Text(en: "\(duty.title.en) is the duty of another person", ja: "\(duty.title.ja)は別の方の義務です"), metBy: duty.by
    )
  }

  // MARK: Where the item stands

  static func state(_ transition: Transition, _ item: Item, _ definition: Definition) -> Reason {
    let here = definition.states[item.state]?.title ?? Text(verbatim: item.state.text)
    let from = transition.from.prefix(6).map { definition.states[$0]?.title ?? Text(verbatim: $0.text) }
    return Reason(
      .state,
      Text(
        en: "the item is in \(here.en); \(transition.title.en) starts from \(from.map(\.en).joined(separator: ", "))",
        ja: "現在の状態は「\(here.ja)」です。「\(transition.title.ja)」は「\(from.map(\.ja).joined(separator: "」「"))」から行えます"))
  }

  static func dutyOpen(_ name: DutyName, _ definition: Definition) -> Reason {
    let duty = definition.duties[name]
    let title = duty?.title ?? Text(verbatim: name.text)
    return Reason(
      .dutyOpen, Text(en: "\(title.en) is still open", ja: "「\(title.ja)」が済んでいません"), source: duty?.source,
      metBy: duty?.by ?? [])
  }

  static func dutyNotOpen(_ duty: Duty) -> Reason {
    Reason(.dutyOpen, Text(en: "\(duty.title.en) is not open", ja: "「\(duty.title.ja)」は発生していないか、済んでいます"))
  }

  // MARK: Guards and data

  static func unmet(_ rule: Guard, _ fields: [FieldName]) -> Reason {
    Reason(
      .unmet, rule.message, source: rule.source, expression: rule.require.text, metBy: rule.metBy, fields: fields)
  }

  static func guardError(_ rule: Guard, _ error: ScopeError, _ fields: [FieldName]) -> Reason {
    Reason(
      .guardError,
      Text(
        en: "\(rule.message.en) (the condition could not be evaluated: \(error.message.en))",
        ja: "\(rule.message.ja)(条件を評価できませんでした:\(error.message.ja))"),
      source: rule.source, expression: rule.require.text, metBy: rule.metBy, fields: fields)
  }

  static func effect(_ expression: Expression, _ error: ScopeError) -> Reason {
    Reason(
      .guardError,
      Text(
        en: "an expression of the definition could not be evaluated: \(error.message.en)",
        ja: "定義の式を評価できませんでした:\(error.message.ja)"),
      expression: expression.text, fields: expression.dataFields)
  }

  static let reasonMissing = Reason(
    .reasonMissing, Text(en: "give a reason", ja: "理由を記入してください"))

  static func inputMissing(_ field: FieldName, _ definition: Definition) -> Reason {
    let title = fieldTitle(field, definition)
    return Reason(
      .inputMissing, Text(en: "\(title.en) is missing", ja: "「\(title.ja)」を入力してください"), pointer: "/" + field.text)
  }

  static func inputNotAllowed(_ field: FieldName, _ fields: InputFields, _ definition: Definition) -> Reason {
    let allowed = (fields.required + fields.optional).map(\.text)
    let expected = allowed.isEmpty ? Text(en: "none", ja: "なし") : Text(verbatim: allowed.joined(separator: ", "))
    return Reason(
      .inputNotAllowed,
      Text(
        en: "\(field) cannot be set by this act (fields it takes: \(expected.en))",
        ja: "この操作では\(field)を設定できません(設定できる項目:\(expected.ja))"), pointer: "/" + field.text)
  }

  static func dataInvalid(_ violation: SchemaViolation, _ definition: Definition) -> Reason {
    let first = violation.instancePointer.split(separator: "/").first.map { FieldName($0) }
    let title = first.map { fieldTitle($0, definition) }
    return Reason(
      .dataInvalid,
      Text(
        en: title.map { "\($0.en): \(violation.message.en)" } ?? violation.message.en,
        ja: title.map { "\($0.ja):\(violation.message.ja)" } ?? violation.message.ja),
      pointer: violation.instancePointer, fields: first.map { [$0] } ?? [])
  }

  static func fieldNotEditable(_ field: FieldName, _ definition: Definition) -> Reason {
    let title = fieldTitle(field, definition)
    return Reason(
      .role,
      Text(en: "\(title.en) cannot be changed by you in this state", ja: "この状態では「\(title.ja)」を変更できません"),
      pointer: "/" + field.text)
  }

  static func notEditable(_ state: State) -> Reason {
    Reason(.state, Text(en: "data cannot be edited in \(state.title.en)", ja: "「\(state.title.ja)」ではデータを編集できません"))
  }

  private static func fieldTitle(_ field: FieldName, _ definition: Definition) -> Text {
    definition.data.byName[field]?.title ?? Text(verbatim: field.text)
  }

  // MARK: Reviews

  static func electorate(_ stage: Review.Stage, size: Int, needed: Int) -> Reason {
    Reason(
      .electorateEmpty,
      Text(
        en: "\(stage.title.en) needs \(needed) voter(s), but only \(size) position(s) can vote",
        ja: "「\(stage.title.ja)」には\(needed)人の審査者が必要ですが、審査できる職は\(size)です"), metBy: [stage.role])
  }

  static func notAVoter(_ position: PositionCode, _ stage: Review.Stage) -> Reason {
    Reason(
      .electorateEmpty,
      Text(
        en: "position \(position) does not carry the role \(stage.role) and cannot vote in \(stage.title.en)",
        ja: "職「\(position)」は役割\(stage.role)を持たないため「\(stage.title.ja)」で審査できません"))
  }

  static func noReview(_ item: Item, _ definition: Definition) -> Reason {
    let here = definition.states[item.state]?.title ?? Text(verbatim: item.state.text)
    return Reason(
      .review, Text(en: "nothing is being voted on in \(here.en)", ja: "「\(here.ja)」では審査は行われていません"))
  }

  static func notInElectorate(
    _ stage: Review.Stage, _ open: ReviewState.Stage, _ directory: Directory
  ) -> Reason {
    let titles = open.electorate.prefix(8).map { directory.positions[$0]?.title ?? Text(verbatim: $0.text) }
    return Reason(
      .role,
      Text(
        en: "\(stage.title.en) is decided by \(titles.map(\.en).joined(separator: ", "))",
        ja: "「\(stage.title.ja)」の審査者は\(titles.map(\.ja).joined(separator: "、"))です"), metBy: [stage.role])
  }

  static func alreadyVoted(_ stage: Review.Stage) -> Reason {
    Reason(
      .review,
      Text(
        en: "you have voted in \(stage.title.en) already; one person has one vote",
        ja: "「\(stage.title.ja)」では審査済みです(一人一票)"))
  }

  static func notInTurn(_ stage: Review.Stage, _ next: PositionCode, _ directory: Directory) -> Reason {
    let title = directory.positions[next]?.title ?? Text(verbatim: next.text)
    return Reason(
      .review,
      Text(
        en: "in \(stage.title.en) it is the turn of \(title.en)", ja: "「\(stage.title.ja)」は\(title.ja)の審査を待っています"),
      metBy: [stage.role])
  }

  // MARK: Documents, links, corrections

  static func document(_ document: DocumentFact, _ slot: DocumentSlot, present: [DocumentFact]) -> [Reason] {
    var reasons: [Reason] = []
    if !slot.media.isEmpty, !slot.media.contains(document.media) {
      let allowed = slot.media.joined(separator: ", ")
      reasons.append(
        Reason(
          .document,
          Text(
            en: "\(slot.title.en) takes \(allowed), not \(document.media)",
            ja: "「\(slot.title.ja)」に添付できる形式は\(allowed)です(\(document.media)は不可)")))
    }
    if document.size > slot.maxSize || document.size == 0 {
      reasons.append(
        Reason(
          .limit,
          Text(
            en: "the file has \(document.size) bytes; \(slot.title.en) takes 1 to \(slot.maxSize)",
            ja: "ファイルは\(document.size)バイトです。「\(slot.title.ja)」は1~\(slot.maxSize)バイトです")))
    }
    if present.count >= slot.maxCount, !present.contains(where: { $0.sha256 == document.sha256 }) {
      reasons.append(
        Reason(
          .limit,
          Text(
            en: "\(slot.title.en) holds \(slot.maxCount) files already",
            ja: "「\(slot.title.ja)」の添付は\(slot.maxCount)件までです")))
    }
    if document.name.isEmpty || document.name.utf8.count > 255 || document.name.contains("/") {
      reasons.append(Reason(.document, Text(en: "the file name is not usable", ja: "ファイル名が使えません")))
    }
    return reasons
  }

  static let commentLength = Reason(
    .limit, Text(en: "a comment has 1 to 10,000 characters", ja: "コメントは1~10,000文字です"))
  static let linkInvalid = Reason(
    .unknown,
    Text(en: "a link needs a relation of 1 to 64 characters and another item", ja: "リンクには1~64文字の関係名と別の案件が必要です"))
  static let correctionPending = Reason(
    .correction,
    Text(en: "another correction waits for its second person", ja: "別の訂正が確認待ちです"), metBy: [Working.corrector])
  static let noCorrection = Reason(.correction, Text(en: "no correction is pending", ja: "確認待ちの訂正はありません"))
  static let secondPerson = Reason(
    .dutiesSeparated,
    Text(en: "a correction is confirmed by another person than its author", ja: "訂正は提案者とは別の人が確認します"),
    metBy: [Working.corrector])

  // MARK: Unknown things

  static let unknownItem = Reason(.unknown, Text(en: "no such item", ja: "該当する案件がありません"))

  static func unknownWorkflow(_ name: WorkflowName, _ library: Library) -> Reason {
    let known = library.current.keys.sorted().map(\.text)
    let hint = Suggestion.nearest(to: name.text, in: known)
    return Reason(
      .unknown,
      Text(
        en: "no workflow \(name) is deployed" + (hint.map { "; did you mean \($0)?" } ?? ""),
        ja: "ワークフロー\(name)は配備されていません" + (hint.map { "(\($0)ではありませんか)" } ?? "")))
  }

  static func unknownAct(_ name: TransitionName, _ item: Item, _ definition: Definition) -> Reason {
    let known =
      definition.transitionOrder.map(\.text) + definition.duties.keys.map(\.text) + Vote.allCases.map(\.rawValue)
    let hint = Suggestion.nearest(to: name.text, in: known)
    return Reason(
      .unknown,
      Text(
        en: "\(definition.name) has no transition \(name)" + (hint.map { "; did you mean \($0)?" } ?? ""),
        ja: "\(definition.name)に「\(name)」という操作はありません" + (hint.map { "(\($0)ではありませんか)" } ?? "")))
  }

  static func unknownSlot(_ name: SlotName, _ definition: Definition) -> Reason {
    let slots = definition.documents.keys.map(\.text).sorted().joined(separator: ", ")
    return Reason(
      .unknown, Text(en: "no document slot \(name) (there are: \(slots))", ja: "添付欄「\(name)」はありません(添付欄:\(slots))"))
  }

  static func unknownState(_ name: StateName, _ definition: Definition) -> Reason {
    let hint = Suggestion.nearest(to: name.text, in: definition.stateOrder.map(\.text))
    return Reason(
      .unknown,
      Text(
        en: "no state \(name)" + (hint.map { "; did you mean \($0)?" } ?? ""),
        ja: "状態「\(name)」はありません" + (hint.map { "(\($0)ではありませんか)" } ?? "")))
  }

  static let unknownVersion = Reason(
    .unknown, Text(en: "no such version of this workflow is deployed", ja: "このワークフローにその版は配備されていません"))

  static func obstacle(_ obstacle: MigrationObstacle) -> Reason { Reason(.migration, obstacle.message) }

  static func stale(expected: Int64, actual: Int64) -> Reason {
    Reason(
      .stale,
      Text(
        en: "the item is at version \(actual), you looked at \(expected): read it again",
        ja: "案件は第\(actual)版に更新されています(ご覧になったのは第\(expected)版)。読み直してください"))
  }

  static func parentNeeded(_ definition: Definition) -> Reason {
    let parents = definition.creation.parents.map(\.text).joined(separator: ", ")
    return Reason(
      .parent,
      Text(
        en: "\(definition.title.en) is created under an item of: \(parents)",
        ja: "\(definition.title.ja)は次の案件の下に作成します:\(parents)"))
  }

  static func parentClosed(_ parent: Item) -> Reason {
    Reason(.parent, Text(en: "\(parent.code) is closed", ja: "\(parent.code)は終了しています"))
  }

  static func ambiguous(_ transitions: [Transition]) -> Reason {
    let names = transitions.map(\.name.text).joined(separator: ", ")
    return Reason(
      .guardError,
      Text(en: "several automatic transitions are possible at once: \(names)", ja: "複数の自動遷移が同時に可能です:\(names)"))
  }

  static let cascade = Reason(
    .limit,
    Text(en: "one step set off too many others: the definition goes in circles", ja: "一つの操作から連鎖が多すぎます。定義が循環しています"))
}

/// Sentences of notices.
enum Messages {
  static func reminder(_ item: Item, _ deadline: Deadline, _ due: Due) -> Text {
    let title = deadline.title ?? Text(verbatim: deadline.name.text)
    return Text(
      en: "\(item.code): \(title.en) is due on \(due.day)", ja: "\(item.code):「\(title.ja)」の期限は\(due.day)です")
  }

  static func overdue(_ item: Item, _ deadline: Deadline, _ due: Due) -> Text {
    let title = deadline.title ?? Text(verbatim: deadline.name.text)
    return Text(
      en: "\(item.code): \(title.en) was due on \(due.day) and is late",
      ja: "\(item.code):「\(title.ja)」の期限(\(due.day))を過ぎています")
  }

  static func consentFell(_ item: Item) -> Text {
    Text(
      en: "\(item.code): the content changed, so your consent is asked for again",
      ja: "\(item.code):内容が変更されたため、再協議をお願いします")
  }
}
