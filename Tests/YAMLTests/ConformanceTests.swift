import Diagnostics
import Foundation
import Testing

@testable import YAML

/// The YAML test suite, read from the shared folder; nothing of it is copied here.
@Suite struct ConformanceTests {
  struct Case: Decodable {
    let id: String
    let yaml: String
    let error: Bool
    let tree: String
    let stream: String?

    enum CodingKeys: String, CodingKey {
      case id, yaml, error, tree
      case stream = "json_stream"
    }
  }

  /// Valid documents that are refused: the construct, the code it is refused under, the cases.
  static let constructs: [(construct: String, code: YAMLCode, cases: [String])] = [
    (
      "tags beyond the core schema", .tag,
      ["2XXW", "565N", "5TYM", "6CK3", "6WLZ", "7FWL", "9WXW", "C4HZ", "CUP7", "J7PZ", "M5C3", "UGM3", "Z67P"]
    ),
    ("lists and mappings as keys", .keyKind, ["9MMW", "KK5P", "M2N8/01", "M5DY", "Q9WF", "SBG9", "X38W"]),
    ("empty keys", .keyKind, ["2JQS", "6M2F", "DFF7", "M2N8/00", "NKF9", "S3PD", "SM9W/01", "UKK6/00"]),
    ("values in brackets that begin with ':' or '?'", .unsupported, ["58MP", "DBG4", "HM87/01"]),
    ("a key in brackets on another line than its ':'", .flowCollection, ["4MUZ/02", "5MUD", "K3WX", "NJ66", "UT92"]),
    (
      "tabs as separation where a block collection may begin", .tab,
      ["6BCT", "6CA3", "96NN/00", "96NN/01", "DK95/00", "DK95/03", "DK95/04", "Y79Y/010"]
    ),
    ("reserved directives", .directive, ["6LVF", "MUS6/05", "MUS6/06"]),
    ("versions after 1.2", .version, ["BEC7"]),
    ("a document without '---' after '...'", .syntax, ["7Z25"]),
    ("'...' without a document", .unsupported, ["QT73"]),
    ("anchor names beyond ASCII letters, digits, '-' and '_'", .anchorName, ["8XYN", "W5VH", "Y2GN"]),
    ("a block scalar as the whole document: indicator or text at column 0", .unsupported, ["2G84/03", "W4TN"]),
  ]

  static let validButRefused = [String: YAMLCode](
    uniqueKeysWithValues: constructs.flatMap { construct in construct.cases.map { ($0, construct.code) } })

  /// Invalid documents that are read. None: the token check finds what libyaml lets through.
  static let invalidButRead: [String: String] = [:]

  static func cases() throws -> [Case]? {
    let root =
      ProcessInfo.processInfo.environment["SEKISHO_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../../shared/conformance")
    let file = root.appendingPathComponent("yaml/cases.jsonl")
    guard let data = try? Data(contentsOf: file) else { return nil }
    return try data.split(separator: UInt8(ascii: "\n")).map { try JSONDecoder().decode(Case.self, from: Data($0)) }
  }

  @Test func suite() throws {
    guard let cases = try Self.cases() else {
      print("conformance yaml: skipped (folder absent)")
      return
    }
    var passed = 0, failed = 0, refused = 0, read = 0
    for item in cases {
      let source = SourceFile(name: item.id, text: item.yaml)
      let findings = Findings()
      let documents = YAMLReader().documents(source, findings)
      let isRead = documents != nil && !findings.hasErrors
      let first = findings.diagnostics.inReadingOrder().first { $0.severity == .error }
      if item.error {
        if !isRead {
          passed += 1
        } else if Self.invalidButRead[item.id] != nil {
          read += 1
        } else {
          failed += 1
          Issue.record("\(item.id): invalid but read\n\(item.yaml)")
        }
        continue
      }
      guard isRead, let documents else {
        if let expected = Self.validButRefused[item.id] {
          refused += 1
          #expect(first?.code == expected.rawValue, "\(item.id)")
        } else {
          failed += 1
          Issue.record("\(item.id): valid but refused: \(first?.rendered(.en) ?? "")")
        }
        continue
      }
      if let expected = item.stream, documents.map(\.value) != (try JSONStream.documents(expected)) {
        failed += 1
        Issue.record("\(item.id): misread\n\(item.yaml)\n\(documents.map(\.value))\n\(expected)")
      } else {
        passed += 1
      }
    }
    print(
      "conformance yaml: \(passed) passed, \(failed) failed, \(refused + read) deviations (\(refused) valid refused, \(read) invalid read)"
    )
  }
}
