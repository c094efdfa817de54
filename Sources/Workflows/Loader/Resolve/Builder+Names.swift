import Diagnostics
import YAML

/// The forms of names, the one initial state, and acts that would hide one another.
extension DefinitionBuilder {
  /// Pairs of a transition and a state it may leave: what a step and the verifier walk over.
  private static let arcLimit = 100_000

  /// `from: any` multiplies: a small file may describe more than fits into memory.
  func isOfBearableSize() -> Bool {
    let open = draft.states.count - finals.count
    let arcs = draft.transitions.reduce(0) { $0 + ($1.value.isFromAny ? open : $1.value.from.count) }
    guard arcs > Self.arcLimit else { return true }
    findings.report(
      .tooLarge,
      Text(
        en: "the transitions leave states in \(arcs) ways; at most \(Self.arcLimit) are allowed",
        ja: "遷移と遷移元の組が \(arcs) あります。上限は \(Self.arcLimit) です"), at: draft.name.location,
      help: Text(en: "split the workflow, or name states instead of any", ja: "ワークフローを分けるか、any の代わりに状態を書いてください"))
    return false
  }

  func checkNames() {
    NameForm.kebab.check(draft.name, findings)
    let names: [LocatedName] =
      draft.states.map(\.name) + draft.transitions.map(\.name) + draft.duties.map(\.name) + draft.roles.map(\.name)
      + draft.documents.map(\.name) + draft.keys.map(\.name)
    for name in names { NameForm.snake.check(name, findings) }
    checkInitial()
    checkActs()
  }

  private func checkInitial() {
    let initials = draft.states.filter(\.value.isInitial)
    if initials.isEmpty, !draft.states.isEmpty {
      findings.report(
        .noInitial, Text(en: "no state is marked as initial", ja: "初期状態の印がついた状態がありません"),
        at: draft.states.first?.name.location ?? draft.location,
        help: Text(
          en: "add \"initial: true\" to the state in which items start", ja: "案件が始まる状態に「initial: true」を加えてください"))
    }
    for extra in initials.dropFirst() {
      findings.report(
        .severalInitial,
        Text(en: "\"\(extra.name.value)\" is a second initial state", ja: "「\(extra.name.value)」は二つ目の初期状態です"),
        at: extra.value.initial?.location ?? extra.name.location,
        notes: [
          .init(Text(en: "the first one is here", ja: "一つ目はここです"), at: initials[0].value.initial?.location)
        ],
        help: Text(en: "exactly one state is initial", ja: "初期状態は一つだけにしてください"))
    }
    for state in initials where state.value.isFinal {
      findings.report(
        .finalState, Text(en: "a state cannot be both initial and final", ja: "初期状態を終了状態にはできません"),
        at: state.name.location, help: Text(en: "remove one of the two", ja: "どちらかを取り除いてください"))
    }
  }

  /// An act is a transition, a vote or a duty: each needs a name of its own.
  private func checkActs() {
    let reserved: Set<String> = ["open"]
    let votes = Set(draft.states.contains { $0.value.review != nil } ? Vote.allCases.map(\.rawValue) : [])
    let transitions = Set(draft.transitions.map(\.name.value))
    for name in draft.transitions.map(\.name) + draft.duties.map(\.name) {
      guard votes.contains(name.value) || reserved.contains(name.value) else { continue }
      findings.report(
        .voteName,
        Text(
          en: "\"\(name.value)\" is the name of an act of the language", ja: "「\(name.value)」は言語が定める操作の名前です"),
        at: name.location,
        help: Text(
          en: "choose another name: approve, return, reject are votes, open marks that somebody has looked",
          ja: "別の名前にしてください。approve、return、reject は票、open は閲覧の印です"))
    }
    for duty in draft.duties where transitions.contains(duty.name.value) {
      findings.report(
        .actName,
        Text(
          en: "a transition and a duty are both called \"\(duty.name.value)\"",
          ja: "遷移と義務がともに「\(duty.name.value)」という名前です"), at: duty.name.location,
        help: Text(en: "rename one of them", ja: "どちらかの名前を変えてください"))
    }
  }

  /// A result finds its task by name. Aliases repeat one task; that is no mistake.
  func checkTaskNames() {
    var seen: [String: Location] = [:]
    for case .task(let task) in draft.allEffects {
      let name = task.value.name
      NameForm.snake.check(name, findings)
      if let first = seen[name.value] {
        guard first.span != name.location.span else { continue }
        findings.report(
          .twice, Text(en: "two tasks are called \"\(name.value)\"", ja: "作業「\(name.value)」が重複しています"),
          at: name.location,
          notes: [.init(Text(en: "the first one is here", ja: "一つ目はここです"), at: first)],
          help: Text(en: "a result finds its task by its name: rename one", ja: "結果は名前で作業に結び付きます。名前を変えてください"))
      } else {
        seen[name.value] = name.location
      }
    }
  }
}
