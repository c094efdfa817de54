import CEL
import Foundation
import Testing

/// The conformance suite of the language: google/cel-spec, `tests/simple/testdata`, without protobuf messages.
@Suite struct ConformanceTests {
  /// Cases that deviate on purpose, each with its reason.
  static let deviations: [String: String] = {
    let backslash = "the expectation holds a backslash that the expression does not"
    return [
      "parse/bytes_literals/triple_single_quoted_unescaped_punctuation": backslash,
      "parse/bytes_literals/triple_double_quoted_unescaped_punctuation": backslash,
    ]
  }()

  /// Parts of the suite that are outside this project.
  static let outside: Set<String> = ["block_ext", "network_ext", "namespace"]

  @Test func suite() throws {
    guard let folder = Self.folder() else {
      print("conformance cel: skipped (folder absent)")
      return
    }
    let runner = ConformanceRunner(timeZones: Zones.system)
    var tally = Tally()
    for line in try String(contentsOf: folder.appending(path: "cases.jsonl"), encoding: .utf8).split(separator: "\n") {
      let testCase = try JSONBridge.tagged(line)
      guard case .text(let file)? = testCase["file"], case .text(let id)? = testCase["id"] else { continue }
      if Self.outside.contains(file) {
        tally.outside += 1
        continue
      }
      tally.count(id, Self.problem(testCase, runner.answer(JSONBridge.withoutExpectation(testCase))))
    }
    print("conformance cel: \(tally.passed) passed, \(tally.failed.count) failed, \(tally.deviations) deviations")
    print("conformance cel: \(tally.outside) cases of \(Self.outside.sorted()) are outside the project")
    #expect(tally.failed.isEmpty, "\(tally.failed.joined(separator: "\n"))")
    #expect(tally.stale.isEmpty, "listed as deviations, but they pass: \(tally.stale)")
  }

  private struct Tally {
    var passed = 0
    var deviations = 0
    var outside = 0
    var failed: [String] = []
    var stale: [String] = []

    mutating func count(_ id: String, _ problem: String?) {
      let isListed = ConformanceTests.deviations[id] != nil
      guard let problem else {
        passed += 1
        if isListed { stale.append(id) }
        return
      }
      if isListed { deviations += 1 } else { failed.append("\(id): \(problem)") }
    }
  }

  /// Nil where the answer is what the case expects.
  private static func problem(_ testCase: TaggedValue, _ answer: TaggedValue) -> String? {
    if testCase["expect_error"] != nil {
      return answer["error"] == nil ? "no error, but \(JSONBridge.text(answer))" : nil
    }
    if testCase["check_only"] == .bool(true), let expected = testCase["expect_type"] {
      return answer["type"] == expected ? nil : "\(JSONBridge.text(answer))"
    }
    guard let expected = testCase["expect"].flatMap(CELValue.init(tagged:)) else { return "unreadable expectation" }
    guard let value = answer["value"].flatMap(CELValue.init(tagged:)) else { return JSONBridge.text(answer) }
    return same(value, expected) ? nil : "\(JSONBridge.text(answer)), expected \(expected)"
  }

  /// Stricter than the language: kinds of numbers differ, NaN equals itself.
  private static func same(_ left: CELValue, _ right: CELValue) -> Bool {
    switch (left, right) {
    case (.double(let left), .double(let right)): left == right || (left.isNaN && right.isNaN)
    case (.list(let left), .list(let right)): left.count == right.count && zip(left, right).allSatisfy(same)
    case (.map(let left), .map(let right)):
      left.count == right.count
        && left.entries.allSatisfy { entry in
          right.entries.contains { same($0.key, entry.key) && same($0.value, entry.value) }
        }
    case (.int, .int), (.uint, .uint), (.optional, .optional): left == right
    case (.int, _), (.uint, _), (.double, _): false
    default: left == right
    }
  }

  static func folder() -> URL? {
    let given = ProcessInfo.processInfo.environment["SEKISHO_CONFORMANCE"]
    let root = given.map { URL(filePath: $0) } ?? beside()
    let folder = root.appending(path: "cel")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  /// `../shared/conformance` beside the package.
  private static func beside() -> URL {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appending(path: "shared/conformance")
  }
}

/// Zones of the machine, read from its database where it has one.
enum Zones {
  static let system = TimeZoneTable(zones: [:]) { name in
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else { return nil }
    return TimeZoneRules(tzif: Array(data))
  }
}

/// JSON text as the neutral document of the room.
enum JSONBridge {
  static func tagged(_ line: some StringProtocol) throws -> TaggedValue {
    try JSONDecoder().decode(Document.self, from: Data(line.utf8)).value
  }

  static func text(_ value: TaggedValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): String(flag)
    case .number(let number): String(number)
    case .text(let text): "\"\(text)\""
    case .list(let list): "[" + list.map(text).joined(separator: ", ") + "]"
    case .object(let members): "{" + members.map { "\($0.name): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// The line as the command line would receive it.
  static func withoutExpectation(_ testCase: TaggedValue) -> TaggedValue {
    guard case .object(let members) = testCase else { return testCase }
    return .object(members.filter { !$0.name.hasPrefix("expect") })
  }

  private struct Document: Decodable {
    let value: TaggedValue

    init(from decoder: any Decoder) throws {
      if let object = try? decoder.container(keyedBy: Key.self) {
        value = .object(
          try object.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
            .init($0.stringValue, try object.decode(Document.self, forKey: $0).value)
          })
      } else if var list = try? decoder.unkeyedContainer() {
        var elements: [TaggedValue] = []
        while !list.isAtEnd { elements.append(try list.decode(Document.self).value) }
        value = .list(elements)
      } else {
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
          value = .null
        } else if let flag = try? single.decode(Bool.self) {
          value = .bool(flag)
        } else if let number = try? single.decode(Double.self) {
          value = .number(number)
        } else {
          value = .text(try single.decode(String.self))
        }
      }
    }
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
