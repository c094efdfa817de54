import ArgumentParser
import Diagnostics
import JSON

enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  case table
  case json
  case jsonl
  case csv
}

struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "table, json, jsonl or csv. 出力形式。")
  var output: OutputFormat = .table
  @Option(help: "Print only the value at this JSON pointer of the answer, raw. 応答のうちこの位置の値だけを出力。")
  var select: String?
  @Flag(help: "Begin CSV with a byte order mark, as Excel wants it. CSVの先頭にBOMを付ける。")
  var bom = false

  func validate() throws {
    if let select, JSONPointer.tokens(select) == nil {
      throw ValidationError("--select takes a JSON pointer such as /data/0/code / --select は /data/0/code の形です")
    }
  }

  func output(_ language: Language) -> Output {
    Output(format: output, pointer: select, language: language, startsWithMark: bom)
  }
}

/// Prints what a command found, in the form that was asked for. Standard output carries nothing else.
struct Output: Sendable {
  let format: OutputFormat
  let pointer: String?
  let language: Language
  var startsWithMark = false
  var style = Style.ofOutput

  /// Elements of `answer["data"]`: a table, CSV, the whole answer as JSON, or an element a line.
  ///
  /// - Parameter layout: takes the place of the table where people need more than rows.
  func list(_ answer: JSONValue, _ columns: [Column], layout: (() -> [String])? = nil) throws(CommandFailure) {
    let rows = answer["data"]?.arrayValue ?? []
    if let pointer { return try select(pointer, answer) }
    switch format {
    case .json: json(answer)
    case .jsonl: for row in rows { Terminal.out(Self.harmless(row.canonicalText)) }
    case .csv: csv(rows, columns)
    case .table:
      if let layout {
        for line in layout() { Terminal.out(line) }
      } else if rows.isEmpty {
        Terminal.note(Text(en: "nothing found", ja: "該当なし")[language])
      } else {
        table(rows, columns)
      }
    }
  }

  /// One thing: its fields a line each, one line of CSV under its header, or its JSON.
  func record(_ answer: JSONValue, _ columns: [Column], layout: (() -> [String])? = nil) throws(CommandFailure) {
    if let pointer { return try select(pointer, answer) }
    switch format {
    case .json: json(answer)
    case .jsonl: Terminal.out(Self.harmless(answer.canonicalText))
    case .csv: csv([answer], columns)
    case .table:
      let fields = columns.filter { !$0.isForPrograms }.map { ($0.title[language], $0.cell(answer, language)) }.filter {
        !$0.1.isEmpty
      }
      for line in layout?() ?? TableText.record(fields, style) { Terminal.out(line) }
    }
  }

  /// One more row of something that goes on; `isFirst` brings the header of CSV.
  func follow(_ row: JSONValue, _ columns: [Column], isFirst: Bool) {
    switch format {
    case .json, .jsonl: Terminal.out(Self.harmless(row.canonicalText))
    case .csv: csv([row], columns, hasHeader: isFirst)
    case .table:
      let cells = columns.filter { !$0.isForPrograms }.map { $0.cell(row, language) }.filter { !$0.isEmpty }
      Terminal.out(cells.joined(separator: "  "))
    }
  }

  func table(_ rows: [JSONValue], _ all: [Column]) {
    // A column that says nothing takes no room.
    let columns = all.filter { column in
      !column.isForPrograms && rows.contains { !column.cell($0, language).isEmpty }
    }
    let lines = TableText.lines(
      titles: columns.map { $0.title[language] }, rows: rows.map { row in columns.map { $0.cell(row, language) } },
      rightAligned: columns.map(\.isRightAligned), style)
    for line in lines { Terminal.out(line) }
  }

  private func json(_ value: JSONValue) { Terminal.out(Self.harmless(value.prettyText)) }

  private func csv(_ rows: [JSONValue], _ columns: [Column], hasHeader: Bool = true) {
    var text = hasHeader ? (startsWithMark ? "\u{FEFF}" : "") + CSVText.row(columns.map(\.key)) : ""
    for row in rows { text += CSVText.row(columns.map { $0.field(row, language) }) }
    Terminal.out(Array(text.utf8))
  }

  /// The value alone: text without quotes, everything else as JSON in one line.
  private func select(_ pointer: String, _ answer: JSONValue) throws(CommandFailure) {
    guard let value = answer.value(at: pointer) else {
      throw CommandFailure(
        Exit.notFound, Text(en: "the answer has nothing at \(pointer)", ja: "応答の\(pointer)には値がありません"),
        hint: Text(en: "look at the whole answer with -o json", ja: "-o json で応答全体を確認できます"))
    }
    guard case .string(let text) = value else { return Terminal.out(Self.harmless(value.canonicalText)) }
    Terminal.out(Terminal.outputIsTerminal ? text.safeForTerminal(keepingLineBreaks: true) : text)
  }

  /// The same JSON with characters that could steer a terminal as escapes of JSON itself.
  static func harmless(_ json: String) -> String {
    guard json.safeForTerminal(keepingLineBreaks: true) != json else { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      let character = String(scalar)
      if character.safeForTerminal(keepingLineBreaks: true) == character {
        result.unicodeScalars.append(scalar)
      } else {
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}
