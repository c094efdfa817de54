package import Diagnostics
package import JSON
import Workflows

extension ReplayReport {
  /// Each deviating case with its first deviation, then the counts. Lines without their line breaks.
  package func lines(_ language: Language) -> [String] {
    var lines: [String] = []
    for verdict in cases {
      guard let deviation = verdict.deviation else { continue }
      lines.append("\(verdict.name): \(deviation.headline(language))")
      lines += deviation.details(definition, language).map { "    " + $0 }
    }
    return lines + summary(language)
  }

  package func summary(_ language: Language) -> [String] {
    let (fits, incomplete, deviating) = (count("fits"), count("incomplete"), count("deviates"))
    let counts = Text(
      en: "\(cases.count) cases: \(fits) fit, \(incomplete) fit but are not at an end, \(deviating) deviate",
      ja: "\(cases.count) 件：適合 \(fits)、適合（未完了） \(incomplete)、逸脱 \(deviating)")
    var lines = [counts[language]]
    if skippedEvents > 0 {
      lines.append(
        Text(en: "\(skippedEvents) events were not replayed", ja: "\(skippedEvents) 件のイベントは対象外です")[language])
    }
    if !unknownActivities.isEmpty {
      let shown = unknownActivities.prefix(10).joined(separator: ", ") + (unknownActivities.count > 10 ? ", …" : "")
      lines.append(
        Text(
          en:
            "activities that \(definition.name) does not have: \(shown) (a mapping file may name or ignore them: --map)",
          ja: "\(definition.name) にない活動：\(shown)（対応表 --map で対応づけるか無視できます）")[language])
    }
    return lines
  }

  /// One object a case: what the CSV has, and the possible activities with their titles.
  package func json(_ verdict: CaseVerdict) -> JSONValue {
    var object: [String: JSONValue] = [
      "case": .string(verdict.name), "verdict": .string(verdict.verdict.word),
      "events": .number(.init(Int64(verdict.events))),
    ]
    switch verdict.verdict {
    case .fits: break
    case .incomplete(let states): object["states"] = .array(states.map { .string($0.text) })
    case .deviates(let deviation):
      object["position"] = .number(.init(Int64(deviation.position)))
      if let activity = deviation.activity { object["activity"] = .string(activity) }
      if let time = deviation.time { object["time"] = .string(time) }
      object["reason"] = .string(deviation.reason.word)
      object["states"] = .array(deviation.states.map { .string($0.text) })
      object["possible"] = .array(deviation.possible.map { .string($0.name) })
    }
    return .object(object)
  }

  package var jsonSummary: JSONValue {
    .object([
      "workflow": .string(definition.name.text), "definition": .string(definition.hash.description),
      "cases": .number(.init(Int64(cases.count))), "fits": .number(.init(Int64(count("fits")))),
      "incomplete": .number(.init(Int64(count("incomplete")))),
      "deviates": .number(.init(Int64(count("deviates")))),
      "skipped_events": .number(.init(Int64(skippedEvents))),
      "unknown_activities": .array(unknownActivities.map { .string($0) }),
    ])
  }

  package static let csvHeader = "case,verdict,events,position,activity,reason,possible"

  package func csv(_ verdict: CaseVerdict) -> String {
    let deviation = verdict.deviation
    let fields = [
      verdict.name, verdict.verdict.word, String(verdict.events), deviation.map { String($0.position) } ?? "",
      deviation?.activity ?? "", deviation?.reason.word ?? "",
      deviation?.possible.map(\.name).joined(separator: " ") ?? "",
    ]
    return fields.map(Self.field).joined(separator: ",")
  }

  /// RFC 4180.
  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension Deviation.Reason {
  package var word: String {
    switch self {
    case .unknownActivity: "unknown_activity"
    case .notPossible: "not_possible"
    case .dutyOpen: "duty_open"
    case .afterTheEnd: "after_the_end"
    case .stopsEarly: "stops_early"
    case .leadsElsewhere: "leads_elsewhere"
    case .otherRole: "other_role"
    case .inputMissing: "input_missing"
    case .reasonMissing: "reason_missing"
    }
  }
}

extension Deviation {
  func headline(_ language: Language) -> String {
    let activity = activity ?? ""
    let when = time.map { " (\($0))" } ?? ""
    let text =
      switch reason {
      case .unknownActivity(let near):
        Text(
          en: "event \(position)\(when) \"\(activity)\" is no activity of the definition"
            + (near.map { "; did you mean \"\($0)\"?" } ?? ""),
          ja: "\(position) 番目のイベント\(when)「\(activity)」は定義にありません" + (near.map { "（「\($0)」ではありませんか）" } ?? ""))
      case .notPossible:
        Text(
          en: "event \(position)\(when) \"\(activity)\" was not possible",
          ja: "\(position) 番目のイベント\(when)「\(activity)」は行えません")
      case .dutyOpen(let duties):
        Text(
          en: "event \(position)\(when) \"\(activity)\" was blocked by an open duty: "
            + duties.map(\.text).joined(separator: ", "),
          ja: "\(position) 番目のイベント\(when)「\(activity)」は未了の義務のため行えません："
            + duties.map(\.text).joined(separator: "、"))
      case .afterTheEnd:
        Text(
          en: "event \(position)\(when) \"\(activity)\" comes after the end",
          ja: "\(position) 番目のイベント\(when)「\(activity)」は終了後です")
      case .stopsEarly:
        Text(
          en: "the case stops before an end: event \(position) is missing",
          ja: "終了前に途切れています：\(position) 番目のイベントがありません")
      case .leadsElsewhere(let state):
        Text(
          en: "event \(position)\(when) \"\(activity)\" led to \(state) and would lead elsewhere",
          ja: "\(position) 番目のイベント\(when)「\(activity)」は \(state) へ進みましたが、別の状態に進みます")
      case .otherRole(let role):
        Text(
          en: "event \(position)\(when) \"\(activity)\" was done by \(role), which may not do it",
          ja: "\(position) 番目のイベント\(when)「\(activity)」を行った役割 \(role) には権限がありません")
      case .inputMissing(let fields):
        Text(
          en: "event \(position)\(when) \"\(activity)\" asks for data that was not given: "
            + fields.map(\.text).joined(separator: ", "),
          ja: "\(position) 番目のイベント\(when)「\(activity)」に必要な入力がありません："
            + fields.map(\.text).joined(separator: "、"))
      case .reasonMissing:
        Text(
          en: "event \(position)\(when) \"\(activity)\" needs a reason, and none was given",
          ja: "\(position) 番目のイベント\(when)「\(activity)」に理由がありません")
      }
    return text[language]
  }

  func details(_ definition: Definition, _ language: Language) -> [String] {
    let places = states.map { "\($0) (\(definition.states[$0]?.title[language] ?? ""))" }.joined(separator: ", ")
    let acts = possible.map { "\($0.name) (\($0.title(in: definition)[language]))" }.joined(separator: ", ")
    let nothing = Text(en: "nothing", ja: "なし")[language]
    return [
      Text(en: "state: \(places)", ja: "状態：\(places)")[language],
      Text(
        en: "possible there: \(acts.isEmpty ? nothing : acts)", ja: "行えること：\(acts.isEmpty ? nothing : acts)")[language],
    ]
  }
}

extension ReplaySymbol {
  func title(in definition: Definition) -> Text {
    switch self {
    case .transition(let name): definition.transitions[name]?.title ?? Text(verbatim: name.text)
    case .vote(let vote): vote.title
    case .duty(let name): definition.duties[name]?.title ?? Text(verbatim: name.text)
    }
  }
}
