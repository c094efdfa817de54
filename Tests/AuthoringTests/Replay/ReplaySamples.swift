import Diagnostics
import Testing
import Workflows

@testable import Authoring

/// The example that process mining is taught with (van der Aalst, "Process Mining", chapter 1): a request for
/// compensation. Examination and ticket check happen in either order, which a state machine spells out.
enum RunningExample {
  static let text = """
    workflow: compensation
    title: {en: Compensation, ja: 補償}
    key: CO-{sequence:4}
    create: {by: [clerk]}
    data: {type: object, properties: {note: {type: string, title: {en: Note, ja: メモ}}}}
    roles: {clerk: {title: {en: Clerk, ja: 担当}}}
    states:
      new: {title: {en: New, ja: 新規}, initial: true}
      open: {title: {en: Open, ja: 受付}}
      examined: {title: {en: Examined, ja: 審査済み}}
      checked: {title: {en: Ticket checked, ja: 券面確認済み}}
      ready: {title: {en: Ready, ja: 判断待ち}}
      decided: {title: {en: Decided, ja: 判断済み}}
      closed: {title: {en: Closed, ja: 完了}, final: true, outcome: closed}
    transitions:
      register_request: {title: {en: register request, ja: 受付}, from: new, to: open, by: clerk}
      examine_thoroughly: {title: {en: examine thoroughly, ja: 詳細審査}, from: open, to: examined, by: clerk}
      examine_casually: {title: {en: examine casually, ja: 簡易審査}, from: open, to: examined, by: clerk}
      check_ticket: {title: {en: check ticket, ja: 券面確認}, from: open, to: checked, by: clerk}
      examine_thoroughly_2: {title: {en: examine thoroughly, ja: 詳細審査}, from: checked, to: ready, by: clerk}
      examine_casually_2: {title: {en: examine casually, ja: 簡易審査}, from: checked, to: ready, by: clerk}
      check_ticket_2: {title: {en: check ticket, ja: 券面確認}, from: examined, to: ready, by: clerk}
      decide: {title: {en: decide, ja: 判断}, from: ready, to: decided, by: clerk}
      reinitiate_request: {title: {en: reinitiate request, ja: 再開}, from: decided, to: open, by: clerk}
      pay_compensation: {title: {en: pay compensation, ja: 支払}, from: decided, to: closed, by: clerk}
      reject_request: {title: {en: reject request, ja: 却下}, from: decided, to: closed, by: clerk}
    """

  private static let letters: [Character: String] = [
    "a": "register request", "b": "examine thoroughly", "c": "examine casually", "d": "check ticket", "e": "decide",
    "f": "reinitiate request", "g": "pay compensation", "h": "reject request", "x": "send flowers",
  ]

  /// The traces of the book in its own letters, and ones that are none, with the position of the first deviation.
  static let traces: [(trace: String, deviation: Int?)] = [
    ("abdeh", nil), ("adceg", nil), ("acdefbdeg", nil), ("adbeh", nil), ("acdefdcefcdeh", nil), ("acdeg", nil),
    ("adceh", nil), ("acdefdbefcdefdbeg", nil),
    ("bdeh", 1), ("aabdeh", 2), ("abbdeh", 3), ("abdh", 4), ("abdehg", 6), ("abdeff", 6), ("abcdeg", 3), ("abdxeg", 4),
    ("adbdeg", 4), ("acdefdeg", 7), ("x", 1), ("abdehh", 6),
  ]

  static func csv(_ traces: [String]) -> String {
    let rows = traces.enumerated().flatMap { index, trace in trace.map { "\(index + 1),\(letters[$0] ?? "?")" } }
    return (["case,activity"] + rows).joined(separator: "\n") + "\n"
  }
}

extension Replay {
  /// Reads and replays a log that fits into memory.
  static func run(
    _ definition: Definition, _ text: String, _ format: LogFormat = .csv, piece: Int = 1 << 16, map: String? = nil,
    complete: Bool = false
  ) throws -> ReplayReport {
    var mapping = ActivityMap.none
    if let map {
      let (read, diagnostics) = ActivityMap.read(SourceFile(name: "map.yaml", text: map), for: definition)
      #expect(diagnostics.isEmpty)
      mapping = try #require(read)
    }
    var alphabet = LogAlphabet()
    try items(text, format, piece: piece).forEach { try alphabet.take($0) }
    var replay = Replay(definition, alphabet, map: mapping)
    try items(text, format, piece: piece).forEach { try replay.take($0) }
    return replay.report(complete: complete)
  }

  static func items(_ text: String, _ format: LogFormat = .csv, piece: Int = 1 << 16) throws -> [LogItem] {
    try items(Array(text.utf8), format, piece: piece)
  }

  static func items(_ bytes: [UInt8], _ format: LogFormat, piece: Int = 1 << 16) throws -> [LogItem] {
    var items: [LogItem] = []
    var reader = format.reader
    for start in stride(from: 0, to: bytes.count, by: piece) {
      try reader.feed(Array(bytes[start..<min(start + piece, bytes.count)])) { (item) throws(LogFault) in
        items.append(item)
      }
    }
    try reader.finish { (item) throws(LogFault) in items.append(item) }
    return items
  }
}

extension ReplayReport {
  /// Verdicts in short: `fits`, `incomplete`, or the position of the deviation and its reason.
  var short: [String] {
    cases.map { verdict in
      verdict.deviation.map { "\($0.position) \($0.reason.word)" } ?? verdict.verdict.word
    }
  }
}
