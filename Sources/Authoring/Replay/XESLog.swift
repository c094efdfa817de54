import Diagnostics

/// A log in the eXtensible Event Stream format (IEEE 1849): `trace` and `event` with the attributes `concept:name`,
/// `time:timestamp` and `lifecycle:transition`; everything else is not looked at. A trace element is a case.
package struct XESLog: LogReader {
  private var scanner = XMLScanner()
  private var state = State()
  private var isStart = true

  package init() {}

  package mutating func feed(
    _ bytes: [UInt8], _ sink: (LogItem) throws(LogFault) -> Void
  ) throws(LogFault) {
    var slice = bytes[...]
    if isStart {
      try LogFormat.refuseForeign(bytes)
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { slice = slice.dropFirst(3) }
      isStart = bytes.isEmpty
    }
    var scanner = self.scanner
    var state = self.state
    defer {
      self.scanner = scanner
      self.state = state
    }
    try scanner.feed(slice) { (event, line) throws(LogFault) in try state.take(event, line, sink) }
  }

  package mutating func finish(_ sink: (LogItem) throws(LogFault) -> Void) throws(LogFault) { try scanner.finish() }

  /// Where in the log the reader is.
  private struct State {
    private var path: [String] = []
    private var trace = -1
    private var traceName: String?
    private var attributes: [String: String] = [:]

    mutating func take(
      _ event: XMLScanner.Event, _ line: Int, _ sink: (LogItem) throws(LogFault) -> Void
    ) throws(LogFault) {
      switch event {
      case .start(let name, let values):
        guard !path.isEmpty || name == "log" else {
          throw LogFault(
            line: line, Text(en: "the root element is <\(name)>, not <log>", ja: "ルート要素が <log> ではなく <\(name)> です"),
            help: Text(en: "export the log as XES (IEEE 1849)", ja: "XES（IEEE 1849）形式で出力してください"))
        }
        begin(name, values)
        path.append(name)
      case .end:
        let ended = path.popLast() ?? ""
        if ended == "event", path == ["log", "trace"] { try sink(.event(trace: trace, try finished(line))) }
        if ended == "trace", path == ["log"] { try sink(.end(trace: trace, name: traceName)) }
      }
    }

    private mutating func begin(_ name: String, _ values: [String: String]) {
      switch path {
      case ["log"] where name == "trace":
        trace += 1
        traceName = nil
      case ["log", "trace"] where name == "event": attributes = [:]
      case ["log", "trace"] where values["key"] == "concept:name": traceName = values["value"]
      case ["log", "trace", "event"]:
        if let key = values["key"], Self.wanted.contains(key), let value = values["value"] { attributes[key] = value }
      default: break
      }
    }

    private static let wanted: Set<String> = ["concept:name", "time:timestamp", "lifecycle:transition"]

    private func finished(_ line: Int) throws(LogFault) -> LogEvent {
      guard let activity = attributes["concept:name"], !activity.isEmpty else {
        throw LogFault(
          line: line,
          Text(
            en: "an event of trace \(traceName ?? "#\(trace + 1)") has no concept:name",
            ja: "トレース \(traceName ?? "#\(trace + 1)") のイベントに concept:name がありません"),
          help: Text(en: "name the activity of every event", ja: "すべてのイベントに活動名を付けてください"))
      }
      return LogEvent(
        activity: activity, time: attributes["time:timestamp"], lifecycle: attributes["lifecycle:transition"])
    }
  }
}
