import Diagnostics
import Workflows

/// E316: a rule of law that does not say which law. Legal rules are: a separation of duties; an obligation that blocks;
/// a condition or period that asks a parameter whose values come from a law; and the values of parameters themselves.
extension View {
  func missingSources() -> [Question] {
    roleSources() + dutySources() + parameterSources() + expressionSources()
  }

  private func roleSources() -> [Question] {
    definition.roles.values.filter { !$0.excludes.isEmpty }.sorted { $0.name < $1.name }.map { role in
      question(
        "role \(role.name)", role.source,
        Text(en: "the separation of duties of \"\(role.name)\" names no source", ja: "「\(role.name)」の職務分離に根拠がありません"),
        at: role.location)
    }
  }

  private func dutySources() -> [Question] {
    definition.duties.values.filter { !$0.blocks.isEmpty }.sorted { $0.name < $1.name }.map { duty in
      question(
        "duty \(duty.name)", duty.source,
        Text(en: "the duty \"\(duty.name)\" blocks and names no source", ja: "遷移を妨げる義務「\(duty.name)」に根拠がありません"),
        at: duty.location)
    }
  }

  private func parameterSources() -> [Question] {
    definition.parameters.compactMap { session.library.parameters[$0] }.map { parameter in
      let bare = parameter.periods.first { ($0.source ?? "").allSatisfy(\.isWhitespace) }
      return question(
        "parameter \(parameter.name)", bare == nil ? "given" : nil,
        Text(
          en: "a value of \"\(parameter.name)\" from \(bare?.from.description ?? "") on names no source",
          ja: "「\(parameter.name)」の\(bare?.from.description ?? "")からの値に根拠がありません"),
        at: expressions.first { reads(parameter.name, $0.expression) }?.expression.location)
    }
  }

  private func expressionSources() -> [Question] {
    let legal = definition.parameters.compactMap { session.library.parameters[$0] }.filter { parameter in
      parameter.periods.contains { Self.isLaw($0.source ?? "") }
    }
    guard !legal.isEmpty else { return [] }
    return expressions.filter { site in
      switch site.kind {
      case .guarding, .when, .deadline, .creation: legal.contains { reads($0.name, site.expression) }
      case .effect, .review, .child, .search: false
      }
    }.map { site in
      question(
        site.expression.text, site.source,
        Text(en: "this rule asks a legal value and names no source", ja: "法令に基づく値による規則に根拠がありません"),
        at: site.expression.location)
    }
  }

  private func question(_ name: String, _ source: String?, _ message: Text, at location: Location?) -> Question {
    guard (source ?? "").allSatisfy(\.isWhitespace) else { return holds(.missingSource, .source(name)) }
    return finding(
      .missingSource, .source(name), message, at: location,
      help: Text(en: "add source: with the article or guideline", ja: "source: に条文や要綱を書いてください"))
  }

  /// Whether a source cites a law or ordinance by article: 自治令167条の2, art. 5.
  private static func isLaw(_ source: String) -> Bool {
    source.contains("法") && source.contains("条") || source.contains("令") && source.contains("条")
  }
}
