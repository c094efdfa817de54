import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import JSON
import Workflows

struct WorkflowReplay: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run recorded events through a definition: the first deviation of each case. 記録の再生。",
    discussion: """
      The log is CSV (columns case, activity and, optionally, time) or XES (IEEE 1849). An activity is matched by the \
      name of a transition, vote or duty, by its title in either language, or by the mapping file. Only the flow is \
      judged: guards and roles are not in a log. Positions count from 1. Exit: 0 all cases fit, 3 some deviate, \
      7 the definition or the log cannot be read.

      With --history the items of the workflow are asked of the server: which would have gone otherwise under this \
      definition. Flow, roles, required data and reasons are judged, guards are not.

      A mapping file (YAML): activities: {"Create Fine": create_fine}, ignore: [Printed], silent: [time_out], \
      recorded: [time_out].
      """)

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case csv
  }

  @Argument(help: "Definition file, or the name of a workflow in the folder of definitions.")
  var definition: String
  @Option(help: "The log: a file, read twice.")
  var log: String?
  @Flag(help: "Instead of a log: our own history, asked of the server. ログの代わりにサーバーの履歴を使う。")
  var history = false
  @Option(help: "With --history: at most so many items, newest first.")
  var limit = 1_000
  @Option(help: "The log's format: csv or xes (default: by the file's name).")
  var format: String?
  @Option(help: "Mapping file: which activity is which transition, what to ignore.")
  var map: String?
  @Flag(help: "A case that stops before an end deviates too.")
  var complete = false
  @Option(name: [.customShort("o"), .long], help: "text, json (a line a case, then the summary) or csv (all cases).")
  var output = Form.text
  @Option(help: "Folder of definitions.")
  var folder: String?
  @OptionGroup var server: LiveOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard history != (log != nil) else {
      throw ValidationError("say --log FILE or --history / --log または --history のどちらかを指定してください")
    }
    guard (1...100_000).contains(limit) else {
      throw ValidationError("--limit takes 1 to 100000 / --limit は 1〜100000 です")
    }
  }

  func run() async throws {
    let language = common.language
    let input = try common.presenting { try DefinitionInput.load(definition, folder: folder, language) }
    guard let log else {
      let report = try await common.presenting { try await past(of: input.definition, language) }
      show(report, language)
      if report.hasDeviations { throw Exit.refused }
      return
    }
    let map = try mapping(input.definition, language)
    let format = try logFormat(log, language)
    do {
      var alphabet = LogAlphabet()
      try LogFile(path: log).read(format) { (item) throws(LogFault) in try alphabet.take(item) }
      var replay = Replay(input.definition, alphabet, map: map)
      try LogFile(path: log).read(format) { (item) throws(LogFault) in try replay.take(item) }
      let report = replay.report(complete: complete)
      show(report, language)
      if report.hasDeviations { throw Exit.refused }
    } catch let fault as LogFault {
      Terminal.note("sekisho: " + fault.rendered(log, language).safeForTerminal())
      throw Exit.invalid
    }
  }

  private func show(_ report: ReplayReport, _ language: Language) {
    switch output {
    case .text: for line in report.lines(language) { Terminal.out(line.safeForTerminal()) }
    case .json:
      for verdict in report.cases { Terminal.out(report.json(verdict).canonicalText) }
      Terminal.out(JSONValue.object(["summary": report.jsonSummary]).canonicalText)
    case .csv:
      Terminal.out(ReplayReport.csvHeader)
      for verdict in report.cases { Terminal.out(report.csv(verdict)) }
      for line in report.summary(language) { Terminal.note(line.safeForTerminal()) }
    }
  }

  /// Every item of the workflow that one may see, with its whole history.
  private func past(of definition: Definition, _ language: Language) async throws -> ReplayReport {
    let name = definition.name.text
    let limit = limit
    return try await server.withClient(language) { client in
      let session = Session(client: client, output: Output(format: .json, pointer: nil, language: language))
      let items = try await session.pages("/v1/items", query: [("workflow", name)], limit: limit)
      var replay = HistoryReplay(definition)
      for item in (items["data"]?.arrayValue ?? []).reversed() {
        guard let id = item["id"]?.stringValue else { continue }
        let entries = try await session.pages("/v1/items/\(id)/history", query: [], limit: 100_000)
        let records = (entries["data"]?.arrayValue ?? []).compactMap { HistoryRecord($0) }
        replay.take(item["code"]?.stringValue ?? id, records)
      }
      return replay.report
    }
  }

  private func mapping(_ definition: Definition, _ language: Language) throws -> ActivityMap {
    guard let map else { return .none }
    let file = SourceFile(name: map, bytes: try InputFile.read(map, limit: WorkflowFiles.limit, language))
    let (read, diagnostics) = ActivityMap.read(file, for: definition)
    Terminal.show(diagnostics, language)
    guard let read else { throw Exit.invalid }
    return read
  }

  private func logFormat(_ log: String, _ language: Language) throws -> LogFormat {
    if let format, let known = LogFormat(rawValue: format.lowercased()) { return known }
    if format == nil, let known = LogFormat(path: log) { return known }
    let text = Text(
      en: "\(log): say --format csv or --format xes", ja: "\(log)：--format csv または --format xes を指定してください")
    Terminal.note("sekisho: " + text[language].safeForTerminal())
    throw Exit.invalid
  }
}

/// A log on disk, handed to a reader piece by piece.
struct LogFile {
  private static let piece = 1 << 18

  let path: String

  func read(_ format: LogFormat, _ sink: (LogItem) throws(LogFault) -> Void) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw LogFault.unreadable
    }
    defer { try? handle.close() }
    var reader = format.reader
    while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty { try reader.feed(Array(piece), sink) }
    try reader.finish(sink)
  }
}
