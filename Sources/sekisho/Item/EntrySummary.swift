import Diagnostics
import JSON

/// What an entry of the history says, in few words.
enum EntrySummary {
  /// The transition, duty, stage, slot or relation that the entry is about.
  static func act(_ entry: JSONValue) -> JSONValue? {
    for member in ["transition", "act", "duty", "stage", "deadline", "slot", "relation"] {
      if let name = entry["body"]?[member]?.stringValue { return .string(name) }
    }
    return nil
  }

  /// What was written: a comment, a reason, the reasons of a refusal, the names of fields that were set.
  static func words(_ entry: JSONValue) -> JSONValue? {
    guard let body = entry["body"] else { return nil }
    if let text = body["text"] ?? body["reason"], text.stringValue != nil { return text }
    if let reasons = body["reasons"]?.arrayValue {
      let messages = reasons.compactMap { $0["message"] ?? $0["code"] }
      return .array(messages)
    }
    if let name = body["name"]?.stringValue { return .string(name) }
    if let fields = (body["set"] ?? body["input"])?.objectValue, !fields.isEmpty {
      return .string(fields.keys.sorted().joined(separator: ", "))
    }
    return nil
  }

  static func titleValue(_ entry: JSONValue) -> JSONValue? {
    entry["event"]?.stringValue.map(title).map { ["en": .string($0.en), "ja": .string($0.ja)] }
  }

  /// The kind of an entry for people; the record's own word where it is none of these.
  static func title(_ event: String) -> Text {
    switch event {
    case "created": Text(en: "created", ja: "作成")
    case "transition": Text(en: "transition", ja: "遷移")
    case "vote": Text(en: "vote", ja: "審査")
    case "duty": Text(en: "duty", ja: "義務の履行")
    case "edit": Text(en: "edit", ja: "変更")
    case "document": Text(en: "document", ja: "文書")
    case "comment": Text(en: "comment", ja: "コメント")
    case "link": Text(en: "link", ja: "関連付け")
    case "opened": Text(en: "opened", ja: "開封")
    case "reminder": Text(en: "reminder", ja: "督促")
    case "escalation": Text(en: "escalation", ja: "上申")
    case "round": Text(en: "round of votes", ja: "審査の開始")
    case "correction_proposed": Text(en: "correction proposed", ja: "訂正の提案")
    case "corrected": Text(en: "corrected", ja: "訂正")
    case "correction_declined": Text(en: "correction declined", ja: "訂正の却下")
    case "refused": Text(en: "REFUSED", ja: "拒否")
    case "migrated": Text(en: "migrated", ja: "版の移行")
    default: Text(verbatim: event)
    }
  }
}
