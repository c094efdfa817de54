package import Diagnostics

/// Why a log cannot be replayed: a file that is not what it claims to be. Reading stops at the first one.
package struct LogFault: Error, Sendable {
  /// From 1; nil where no line is to blame.
  package let line: Int?
  package let message: Text
  package let help: Text

  init(line: Int? = nil, _ message: Text, help: Text) {
    self.line = line
    self.message = message
    self.help = help
  }

  /// `traces.csv:12: …`
  package func rendered(_ file: String, _ language: Language) -> String {
    let place = line.map { ":\($0)" } ?? ""
    let separator = language == .ja ? "。" : "; "
    return "\(file)\(place): \(message[language])\(separator)\(help[language])"
  }

  /// The file cannot be opened.
  package static let unreadable = LogFault(
    Text(en: "no such file, or it cannot be read", ja: "ファイルがないか、読み取れません"),
    help: Text(en: "name a file: the log is read twice", ja: "ファイルを指定してください（二度読みます）"))

  static func tooManySituations(_ limit: Int) -> LogFault {
    LogFault(
      Text(
        en: "the log leads to more than \(limit) different situations of one item",
        ja: "ログから一案件の状況が \(limit) 通りを超えて生じます"),
      help: Text(
        en: "does it suspend and suspend again? ignore such activities in the mapping file",
        ja: "中断の繰り返しなら、対応表でその活動を ignore にしてください"))
  }
}

/// One event of a log.
package struct LogEvent: Sendable, Equatable {
  package let activity: String
  /// As written.
  package let time: String?
  /// XES lifecycle and its like: only completed activities are replayed; nil counts as completed.
  package let lifecycle: String?

  package init(activity: String, time: String? = nil, lifecycle: String? = nil) {
    self.activity = activity
    self.time = time
    self.lifecycle = lifecycle
  }

  var isCompletion: Bool { lifecycle.map { $0.lowercased() == "complete" } ?? true }
}

/// What a reader of logs gives, in the order of the file.
package enum LogItem: Sendable, Equatable {
  /// A CSV row: cases may be interleaved.
  case row(case: String, LogEvent)
  /// An event of the XES trace with this ordinal (from 0).
  case event(trace: Int, LogEvent)
  /// The trace is over; its name, if it has one.
  case end(trace: Int, name: String?)
}

/// A reader that is fed a file piece by piece and keeps no more than one record of it.
package protocol LogReader {
  mutating func feed(_ bytes: [UInt8], _ sink: (LogItem) throws(LogFault) -> Void) throws(LogFault)
  /// After the last piece.
  mutating func finish(_ sink: (LogItem) throws(LogFault) -> Void) throws(LogFault)
}
