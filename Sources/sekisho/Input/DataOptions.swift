import ArgumentParser
import Diagnostics
import JSON
import YAML

/// Input data of a write: a file, and single fields over it.
struct DataOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: "A field: NAME=TEXT, or NAME:=JSON for numbers, lists, true, null (repeatable). 項目の値。")
  var assignments: [String] = []
  @Option(help: "Fields from a JSON or YAML file, - for standard input. 項目のファイル。")
  var data: String?

  private static let limit = 8 << 20

  var isEmpty: Bool { assignments.isEmpty && data == nil }

  func fields(_ language: Language) throws -> [String: JSONValue] {
    var fields = try data.map { try Self.file($0, language) } ?? [:]
    var named: Set<String> = []
    for assignment in assignments {
      let (name, value) = try Self.assignment(assignment)
      guard named.insert(name).inserted else {
        throw CommandFailure(Exit.usage, Text(en: "--set \(name) stands twice", ja: "--set \(name) が重複しています"))
      }
      fields[name] = value
    }
    return fields
  }

  static func assignment(_ text: String) throws(CommandFailure) -> (name: String, value: JSONValue) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { throw malformed(text) }
    let isJSON = text[text.index(before: equals)] == ":"
    let name = String(text[..<equals].dropLast(isJSON ? 1 : 0))
    let rest = String(text[text.index(after: equals)...])
    guard !name.isEmpty else { throw malformed(text) }
    guard isJSON else { return (name, .string(rest)) }
    do {
      return (name, try JSONValue(parsing: rest))
    } catch {
      throw CommandFailure(
        Exit.invalid, Text(en: "--set \(name): \(error.message.en)", ja: "--set \(name):\(error.message.ja)"),
        hint: Text(en: "NAME=TEXT sets text; NAME:=JSON takes a JSON value", ja: "NAME=文字列、又は NAME:=JSON値 です"))
    }
  }

  private static func malformed(_ text: String) -> CommandFailure {
    CommandFailure(
      Exit.usage,
      Text(en: "--set takes NAME=TEXT or NAME:=JSON, not \(text)", ja: "--set は NAME=文字列 又は NAME:=JSON値 です:\(text)"))
  }

  private static func file(_ path: String, _ language: Language) throws -> [String: JSONValue] {
    let bytes = try InputFile.read(path, limit: limit, language)
    guard let fields = try DataFile.value(path, bytes, language).objectValue else {
      throw CommandFailure(
        Exit.invalid, Text(en: "\(path): fields with values are expected", ja: "\(path):項目名と値の組が必要です"))
    }
    return fields
  }
}

/// JSON or YAML that a person wrote. JSON is tried first where it looks like it: its numbers keep every digit.
enum DataFile {
  static func value(_ path: String, _ bytes: [UInt8], _ language: Language) throws -> JSONValue {
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = try? JSONValue(parsing: bytes) {
      return value
    }
    let source = SourceFile(name: path == "-" ? "<stdin>" : path, bytes: bytes)
    let findings = Findings()
    let node = YAMLReader(limits: YAMLLimits(bytes: 8 << 20)).document(source, findings)
    guard let node, !findings.hasErrors else {
      Terminal.show(findings.diagnostics.inReadingOrder(), language)
      throw Exit.invalid
    }
    guard let value = JSONValue(node.value) else {
      throw CommandFailure(
        Exit.invalid, Text(en: "\(path): .inf and .nan have no place in data", ja: "\(path):.infと.nanは使えません"))
    }
    return value
  }
}

extension JSONValue {
  /// nil where YAML holds what JSON cannot.
  init?(_ yaml: YAMLValue) {
    switch yaml {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .number(JSONNumber(number))
    case .float(let float):
      guard let number = float.exact.flatMap({ JSONNumber(text: $0) }) ?? JSONNumber(float.double) else { return nil }
      self = .number(number)
    case .string(let text): self = .string(text)
    case .sequence(let items):
      let values = items.compactMap { JSONValue($0) }
      guard values.count == items.count else { return nil }
      self = .array(values)
    case .mapping(let pairs):
      var members: [String: JSONValue] = [:]
      for pair in pairs {
        guard let value = JSONValue(pair.value) else { return nil }
        members[pair.key] = value
      }
      self = .object(members)
    }
  }
}
