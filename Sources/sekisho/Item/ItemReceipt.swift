import Diagnostics
import JSON

extension Output {
  /// What came of a write: one line for people, all fields for programs.
  func receipt(_ answer: JSONValue) throws(CommandFailure) {
    try record(answer, ItemColumns.receipt) { [line(answer)] }
  }

  private func line(_ answer: JSONValue) -> String {
    let code = Shown.plain(answer["code"], language)
    let version = Shown.plain(answer["version"], language)
    var words = [
      code, Shown.plain(answer["state"], language), Text(en: "version \(version)", ja: "第\(version)版")[language],
    ]
    for created in answer["created"]?.arrayValue ?? [] {
      let other = Shown.plain(created["code"] ?? created["workflow"], language)
      if other != code { words.append("+ \(other)") }
    }
    if answer["replay"] == .bool(true) { words.append(Text(en: "(done before)", ja: "(処理済み)")[language]) }
    if answer["dry_run"] == .bool(true) { words.append(Text(en: "(dry run)", ja: "(試行)")[language]) }
    return words.filter { !$0.isEmpty }.joined(separator: "  ")
  }
}
