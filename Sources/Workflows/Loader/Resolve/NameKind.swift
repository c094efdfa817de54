import Diagnostics
import YAML

/// What a name may refer to, and how it is missed.
enum NameKind {
  case state
  case role
  case field
  case duty
  case transition
  case slot
  case parameter
  case calendar
  case workflow
  case outcome
  case key
  case unit
  case position
  case person
  case alias
  case task

  var code: LoaderCode {
    switch self {
    case .state: .unknownState
    case .role: .unknownRole
    case .field: .unknownField
    case .duty: .unknownDuty
    case .transition: .unknownTransition
    case .slot: .unknownSlot
    case .parameter: .unknownParameter
    case .calendar: .unknownCalendar
    case .workflow: .unknownWorkflow
    case .outcome: .unknownOutcome
    case .key: .unknownKey
    case .unit: .unknownUnit
    case .position: .unknownPosition
    case .person: .unknownPerson
    case .alias: .unknownAlias
    case .task: .unknownTask
    }
  }

  var title: Text {
    switch self {
    case .state: Text(en: "state", ja: "状態")
    case .role: Text(en: "role", ja: "役割")
    case .field: Text(en: "data field", ja: "データ項目")
    case .duty: Text(en: "duty", ja: "義務")
    case .transition: Text(en: "transition", ja: "遷移")
    case .slot: Text(en: "document slot", ja: "添付欄")
    case .parameter: Text(en: "parameter", ja: "パラメータ")
    case .calendar: Text(en: "calendar", ja: "暦")
    case .workflow: Text(en: "workflow", ja: "ワークフロー")
    case .outcome: Text(en: "outcome", ja: "結果")
    case .key: Text(en: "key", ja: "キー")
    case .unit: Text(en: "unit", ja: "部署")
    case .position: Text(en: "position", ja: "職")
    case .person: Text(en: "person", ja: "人")
    case .alias: Text(en: "alias", ja: "別名")
    case .task: Text(en: "task", ja: "作業")
    }
  }
}

extension Findings {
  /// Reports a name that nothing has, with the nearest known one or a few of them.
  ///
  /// Nearness is only looked for while findings are few or names are few: thousands of mistakes among thousands of
  /// names would take minutes to compare.
  func unknown(_ name: String, _ kind: NameKind, known: some Collection<String>, at location: Location) {
    let known = known.count * (diagnostics.count + 1) <= 50_000 ? known.sorted() : []
    var help = Text(en: "declare it, or use a name that is declared", ja: "先に定義するか、定義済みの名前を使ってください")
    if let near = Suggestion.nearest(to: name, in: known) {
      help = Text(en: "did you mean \"\(near)\"?", ja: "「\(near)」ではありませんか")
    } else if !known.isEmpty {
      let shown = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", …" : "")
      help = Text(en: "there are: \(shown)", ja: "あるもの：\(shown)")
    }
    report(
      kind.code,
      Text(en: "\(kind.title.en) \"\(name)\" does not exist", ja: "\(kind.title.ja)「\(name)」は存在しません"), at: location,
      help: help)
  }

  /// Reports the second of two equal names in a list.
  func twice(_ names: [LocatedName]) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.value).inserted {
      report(
        .twice, Text(en: "\"\(name.value)\" stands here twice", ja: "「\(name.value)」が重複しています"), at: name.location,
        help: Text(en: "remove one of them", ja: "一つを取り除いてください"))
    }
  }
}
