import Diagnostics
import JSON

/// A refusal for people: what is wrong, each reason with its source and who can meet it, what to do.
extension RemoteProblem {
  func lines(_ language: Language) -> [String] {
    guard let code else { return [foreign(language)] }
    let reasons = document["reasons"]?.arrayValue ?? []
    let title = Shown.text(document["title"], language)
    // A refusal's detail is its first reason.
    let detail = reasons.isEmpty ? ": " + Shown.text(document["messages"], language) : ""
    var lines = ["sekisho: " + title + detail]
    lines += reasons.flatMap { ReasonLines.of($0, language) }
    lines += (document["errors"]?.arrayValue ?? []).prefix(20).map { place($0, language) }
    lines += (document["diagnostics"]?.arrayValue ?? []).flatMap { diagnostic($0, language) }
    lines += (document["report"]?["findings"]?.arrayValue ?? []).flatMap { FindingLines.of($0, language) }
    let hint = Self.hints[code]?[language] ?? Shown.text(document["hints"], language)
    if reasons.isEmpty, !hint.isEmpty { lines.append(Labels.hint[language] + hint) }
    let request = Shown.text(document["instance"], language)
    lines.append(Text(en: "  code: ", ja: "  コード:")[language] + code.safeForTerminal() + "  " + request)
    return lines
  }

  /// Where the server's hint speaks of headers, what a person at the command line does.
  private static let hints = [
    "sign_in": Text(
      en: "sign in with a valid token: `sekisho auth login`, or --token-file",
      ja: "有効なトークンでサインインしてください:sekisho auth login 又は --token-file"),
    "scope_missing": Text(
      en: "use a token that has it (`sekisho token list` shows the scopes)",
      ja: "その権限範囲を持つトークンを使ってください(sekisho token list で確認)"),
    "idempotency_key_reused": Text(
      en: "leave --key out for a new request", ja: "新しい要求では --key を省いてください"),
    "undecided_file": Text(
      en: "simplify what is named, or accept it with --accept-undecided REASON, which is recorded",
      ja: "示された箇所を簡単にするか、--accept-undecided に理由を付けて受け入れてください(記録されます)"),
    "stale": Text(
      en: "look at the item again (`sekisho item show`), then decide anew", ja: "案件を見直して(sekisho item show)やり直してください"),
  ]

  /// Something between here and the server spoke.
  private func foreign(_ language: Language) -> String {
    let text =
      if let location {
        Text(
          en: "HTTP \(status): the server is elsewhere; use the address \(location)",
          ja: "HTTP \(status):サーバーの場所が違います。\(location) を指定してください")
      } else {
        Text(
          en: "HTTP \(status), and no answer of a Sekisho server; check the address",
          ja: "HTTP \(status):Sekishoサーバーの応答ではありません。アドレスを確認してください")
      }
    return "sekisho: " + text[language].safeForTerminal()
  }

  private func place(_ error: JSONValue, _ language: Language) -> String {
    "  " + Shown.text(error["pointer"], language) + ": " + Shown.text(error["message"], language)
  }

  private func diagnostic(_ entry: JSONValue, _ language: Language) -> [String] {
    let place = [entry["file"], entry["line"], entry["column"]].compactMap { $0 }.map { Shown.text($0, language) }
    let first = "  " + place.joined(separator: ":") + " " + Shown.text(entry["code"], language) + ": "
    let help = Shown.text(entry["help"], language)
    let notes = (entry["notes"]?.arrayValue ?? []).map { "    " + Shown.text($0, language) }
    return [first + Shown.text(entry["message"], language)] + notes + (help.isEmpty ? [] : ["    " + help])
  }
}

/// A reason of the workflow: its words, its legal source, the roles and people who can meet it.
enum ReasonLines {
  static func of(_ reason: JSONValue, _ language: Language) -> [String] {
    var lines = ["  - " + Shown.text(reason["message"], language)]
    let source = Shown.text(reason["source"], language)
    if !source.isEmpty { lines.append("    " + Labels.source[language] + source) }
    for helper in reason["met_by"]?.arrayValue ?? [] {
      lines.append("    " + Labels.metBy[language] + self.helper(helper, language))
    }
    return lines
  }

  /// `Contract officer: Suzuki (Contract officer, fin-contract)`.
  static func helper(_ helper: JSONValue, _ language: Language) -> String {
    let title = Shown.text(helper["title"] ?? helper["role"], language)
    let people = (helper["people"]?.arrayValue ?? []).map { person in
      let name = Shown.text(person["name"], language)
      let position = Shown.text(person["position_title"] ?? person["position"], language)
      return position.isEmpty ? name : "\(name) (\(position))"
    }
    if people.isEmpty { return title }
    return title + Text(en: ": ", ja: ":")[language] + people.joined(separator: Text(en: ", ", ja: "、")[language])
  }
}

/// A finding about an invoice, as the server reports it.
enum FindingLines {
  static func of(_ finding: JSONValue, _ language: Language) -> [String] {
    let place = Shown.text(finding["line"], language) + ":" + Shown.text(finding["column"], language)
    var lines = [
      "  " + place + " " + Shown.text(finding["severity"], language) + "[" + Shown.text(finding["rule"], language)
        + "] "
        + Shown.text(finding["message"], language)
    ]
    let parts: [(Text, String)] = [
      (Text(en: "found: ", ja: "記載:"), "found"), (Text(en: "expected: ", ja: "期待:"), "expected"),
      (Labels.source, "source"), (Text(en: "help: ", ja: "対応:"), "help"),
    ]
    for (label, member) in parts {
      let text = Shown.text(finding[member], language)
      if !text.isEmpty { lines.append("    " + label[language] + text) }
    }
    return lines
  }
}
