import Diagnostics

/// A log as CSV: a header with the columns `case`, `activity` and, if it likes, `time`; other columns are not looked at.
///
/// Names of columns count whatever their case, and those that process-mining tools write are known too
/// (`case:concept:name`, `concept:name`, `time:timestamp`). Rows of several cases may be mixed; the order within a case
/// is that of the file.
package struct CSVLog: LogReader {
  private static let names: [(column: Column, names: Set<String>)] = [
    (.case, ["case", "case_id", "case id", "caseid", "case:concept:name"]),
    (.activity, ["activity", "concept:name"]),
    (.time, ["time", "timestamp", "time:timestamp"]),
    (.lifecycle, ["lifecycle", "lifecycle:transition"]),
  ]

  private enum Column: Hashable {
    case `case`
    case activity
    case time
    case lifecycle
  }

  private var records = CSVRecords()
  private var columns: [Column: Int]?
  private var width = 0
  private var isStart = true
  private var pending: [UInt8] = []

  package init() {}

  package mutating func feed(
    _ bytes: [UInt8], _ sink: (LogItem) throws(LogFault) -> Void
  ) throws(LogFault) {
    var slice = bytes[...]
    if isStart {
      // Enough to tell a byte order mark and files of other kinds.
      pending += bytes
      guard pending.count >= 4 else { return }
      slice = try Self.begin(pending)
      pending = []
      isStart = false
    }
    try run(slice, sink)
  }

  package mutating func finish(_ sink: (LogItem) throws(LogFault) -> Void) throws(LogFault) {
    if isStart { try run(try Self.begin(pending), sink) }
    isStart = false
    var rows: [(CSVRecords.Record)] = []
    try records.finish { (record) throws(LogFault) in rows.append(record) }
    for row in rows { try take(row, sink) }
    guard columns != nil else {
      throw LogFault(
        line: 1, Text(en: "the file is empty", ja: "ファイルが空です"),
        help: Text(en: "the first line names the columns: case,activity,time", ja: "先頭行に列名 case,activity,time が必要です"))
    }
  }

  private mutating func run(
    _ bytes: ArraySlice<UInt8>, _ sink: (LogItem) throws(LogFault) -> Void
  ) throws(LogFault) {
    // The reader is taken out while it calls back, because what it calls changes `self`.
    var reader = records
    defer { records = reader }
    records = CSVRecords()
    var header = columns
    var count = width
    try reader.feed(bytes) { (record) throws(LogFault) in
      if let known = header {
        try sink(try Self.row(record, known, count))
      } else {
        header = try Self.header(record)
        count = record.count
      }
    }
    columns = header
    width = count
  }

  private mutating func take(
    _ record: CSVRecords.Record, _ sink: (LogItem) throws(LogFault) -> Void
  ) throws(LogFault) {
    if let columns {
      try sink(try Self.row(record, columns, width))
    } else {
      columns = try Self.header(record)
      width = record.count
    }
  }

  // MARK: Records

  private static func row(
    _ record: CSVRecords.Record, _ columns: [Column: Int], _ width: Int
  ) throws(LogFault) -> LogItem {
    guard record.count == width else {
      throw LogFault(
        line: record.line,
        Text(
          en: "the row has \(record.count) fields, the header \(width)",
          ja: "この行の項目は \(record.count) 個ですが、見出しは \(width) 個です"),
        help: Text(en: "quote fields that contain a comma", ja: "コンマを含む項目は引用符で囲んでください"))
    }
    func text(_ column: Column) throws(LogFault) -> String? {
      guard let index = columns[column] else { return nil }
      return try Self.text(record.field(index), record.line)
    }
    guard let name = try text(.case), !name.isEmpty, let activity = try text(.activity), !activity.isEmpty else {
      throw LogFault(
        line: record.line, Text(en: "the row has no case or no activity", ja: "案件または活動が空です"),
        help: Text(en: "fill both columns, or remove the row", ja: "両方の列を埋めるか、行を取り除いてください"))
    }
    let time = try text(.time)
    let lifecycle = try text(.lifecycle)
    return .row(
      case: name,
      LogEvent(
        activity: activity, time: time?.isEmpty ?? true ? nil : time,
        lifecycle: lifecycle?.isEmpty ?? true ? nil : lifecycle))
  }

  private static func header(_ record: CSVRecords.Record) throws(LogFault) -> [Column: Int] {
    var columns: [Column: Int] = [:]
    for index in 0..<record.count {
      let name = String(decoding: record.field(index), as: UTF8.self).lowercased().trimmed
      for known in names where known.names.contains(name) {
        guard columns[known.column] == nil else {
          throw LogFault(
            line: record.line,
            Text(en: "two columns say the same: \"\(name)\"", ja: "同じ意味の列が二つあります：「\(name)」"),
            help: Text(en: "rename one of them", ja: "一方の列名を変えてください"))
        }
        columns[known.column] = index
      }
    }
    guard columns[.case] != nil, columns[.activity] != nil else { throw missingColumn(record) }
    return columns
  }

  private static func missingColumn(_ record: CSVRecords.Record) -> LogFault {
    let text = String(decoding: record.bytes, as: UTF8.self)
    if record.count == 1, let separator = [";", "\t", "|"].first(where: { text.contains($0) }) {
      let shown = separator == "\t" ? Text(en: "a tab", ja: "タブ") : Text(verbatim: "\"\(separator)\"")
      return LogFault(
        line: record.line,
        Text(en: "the fields are separated by \(shown.en), not by commas", ja: "区切りがコンマではなく \(shown.ja) です"),
        help: Text(en: "save the file as comma-separated values", ja: "コンマ区切りの CSV で保存してください"))
    }
    return LogFault(
      line: record.line,
      Text(en: "the header names no column \"case\" or no column \"activity\"", ja: "見出しに列「case」または「activity」がありません"),
      help: Text(en: "the first line names the columns: case,activity,time", ja: "先頭行に列名 case,activity,time が必要です"))
  }

  private static func text(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(LogFault) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw LogFault(
      line: line, Text(en: "the text is not UTF-8", ja: "文字コードが UTF-8 ではありません"),
      help: Text(
        en: "save the file as UTF-8 (iconv -f CP932 -t UTF-8 for a file from Japanese Windows)",
        ja: "UTF-8 で保存してください（日本語 Windows のファイルは iconv -f CP932 -t UTF-8）"))
  }

  private static func begin(_ bytes: [UInt8]) throws(LogFault) -> ArraySlice<UInt8> {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes[3...] }
    try LogFormat.refuseForeign(bytes)
    return bytes[...]
  }
}

extension String {
  /// Without white space at both ends.
  var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
