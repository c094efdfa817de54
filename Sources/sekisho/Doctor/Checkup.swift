import Diagnostics
import JSON

/// One thing that was looked at: how it is, and what to do about it.
struct Checkup: Sendable {
  enum Verdict: String, Sendable {
    case ok
    /// Works, but not as it should, or not for long.
    case warn
    /// Does not work, or does not protect.
    case fail
  }

  /// A stable name for machines.
  let check: String
  let verdict: Verdict
  let message: Text
  let help: Text?

  private init(_ check: String, _ verdict: Verdict, _ message: Text, _ help: Text?) {
    self.check = check
    self.verdict = verdict
    self.message = message
    self.help = help
  }

  static func ok(_ check: String, en: String, ja: String) -> Checkup {
    Checkup(check, .ok, Text(en: en, ja: ja), nil)
  }

  static func warn(_ check: String, en: String, ja: String, help: Text) -> Checkup {
    Checkup(check, .warn, Text(en: en, ja: ja), help)
  }

  static func fail(_ check: String, en: String, ja: String, help: Text) -> Checkup {
    Checkup(check, .fail, Text(en: en, ja: ja), help)
  }

  static func fail(_ check: String, _ trouble: Trouble) -> Checkup {
    let details = trouble.details.isEmpty ? "" : " (" + trouble.details.joined(separator: "; ") + ")"
    return Checkup(
      check, .fail, Text(en: trouble.message.en + details, ja: trouble.message.ja + details), trouble.hint)
  }

  var json: JSONValue {
    var object: [String: JSONValue] = [
      "check": .string(check), "verdict": .string(verdict.rawValue),
      "message": ["en": .string(message.en), "ja": .string(message.ja)],
    ]
    object["help"] = help.map { ["en": .string($0.en), "ja": .string($0.ja)] }
    return .object(object)
  }

  func lines(_ language: Language, _ style: Style) -> [String] {
    let mark =
      switch verdict {
      case .ok: style.green("ok  ")
      case .warn: style.bold("warn")
      case .fail: style.red("FAIL")
      }
    let first = "\(mark)  \(check): \(message[language].safeForTerminal())"
    return [first] + (help.map { ["      → " + $0[language].safeForTerminal()] } ?? [])
  }
}
