import ArgumentParser
import CEL
import Diagnostics
import Foundation
import JSON
import YAML

/// Line protocols by which conformance suites are run from outside: a case a line in, an answer a line out, in order.
struct DebugCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug", abstract: "Conformance cases from standard input, and a receiver of webhooks. 試験用の道具。",
    subcommands: [CELLines.self, SchemaLinesCommand.self, YAMLLines.self, WebhookCommand.self])
}

enum Lines {
  static func answer(_ body: (String) -> String) {
    while let line = readLine(strippingNewline: true) {
      if line.allSatisfy(\.isWhitespace) { continue }
      Terminal.out(body(line))
    }
  }
}

struct SchemaLinesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json-schema", abstract: #"Lines {"id","schema","data"} to {"id","valid"}."#)

  func run() { Lines.answer(SchemaLines.answer) }
}

struct YAMLLines: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "yaml", abstract: #"Lines {"id","yaml"} to {"id","json"} or {"id","error"}."#)

  func run() { Lines.answer(Self.answer) }

  static func answer(_ line: String) -> String {
    guard let request = try? JSONValue(parsing: line), let text = request["yaml"]?.stringValue else {
      return failure(.null, 1, 1, "the line needs id and yaml")
    }
    let id = request["id"] ?? .null
    switch YAMLDebug.documents(text) {
    case .failure(let error): return failure(id, error.line, error.column, error.message.en)
    case .success(let documents):
      guard documents.count == 1, let document = documents.first else {
        return failure(id, 1, 1, "a stream of \(documents.count) documents; one document is expected")
      }
      guard let json = document.json else {
        return failure(id, 1, 1, "the document holds a number that JSON cannot say")
      }
      return JSONValue.object(["id": id, "json": json]).canonicalText
    }
  }

  private static func failure(_ id: JSONValue, _ line: Int, _ column: Int, _ message: String) -> String {
    let error: JSONValue = [
      "line": .number(.init(line)), "column": .number(.init(column)), "message": .string(message),
    ]
    return JSONValue.object(["id": id, "error": error]).canonicalText
  }
}

extension YAMLValue {
  /// nil for infinities and NaN.
  fileprivate var json: JSONValue? {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .number(.init(number))
    case .float(let number): return number.exact.flatMap { JSONNumber(text: $0) }.map { .number($0) }
    case .string(let text): return .string(text)
    case .sequence(let items):
      let values = items.compactMap(\.json)
      return values.count == items.count ? .array(values) : nil
    case .mapping(let pairs):
      var members: [String: JSONValue] = [:]
      for pair in pairs {
        guard let value = pair.value.json else { return nil }
        members[pair.key] = value
      }
      return .object(members)
    }
  }
}

struct CELLines: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cel", abstract: #"Lines {"id","expr",…} to {"id","value"}, {"id","error"} or {"id","type"}."#)

  func run() {
    let runner = ConformanceRunner(timeZones: Self.systemZones)
    Lines.answer { line in
      guard let request = try? JSONValue(parsing: line) else {
        return JSONValue.object(["id": .null, "error": "the line is not JSON"]).canonicalText
      }
      return runner.answer(request.tree).json.canonicalText
    }
  }

  /// Named zones come from the system's database (package tzdata).
  private static var systemZones: TimeZoneTable {
    TimeZoneTable(zones: [:]) { name in
      guard !name.contains(".."), !name.hasPrefix("/"),
        let data = try? Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/" + name))
      else { return nil }
      return TimeZoneRules(tzif: Array(data))
    }
  }
}
