import Diagnostics
import Foundation
import Testing

@testable import JSON

/// Part of the official suite for JSON Schema 2020-12, read from the shared folder; nothing of it is copied here.
@Suite struct SchemaConformanceTests {
  /// Cases that must fail, by file, group and test, with the reason. None: every keyword of the suite is supported.
  static let deviations: [String: String] = [:]

  static var folder: URL {
    let root =
      ProcessInfo.processInfo.environment["SEKISHO_CONFORMANCE"].map { URL(fileURLWithPath: $0) }
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../../shared/conformance")
    return root.appendingPathComponent("json-schema")
  }

  @Test func suite() throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path) else {
      print("conformance json-schema: skipped (folder absent)")
      return
    }
    var passed = 0, failed = 0, deviating = 0
    for name in names.sorted() where name.hasSuffix(".json") {
      let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(name)))
      for group in try #require(try JSONValue(parsing: bytes).arrayValue) {
        let schema = try #require(group["schema"])
        for test in try #require(group["tests"]?.arrayValue) {
          let label = "\(name): \(group["description"]?.stringValue ?? ""): \(test["description"]?.stringValue ?? "")"
          let request: JSONValue = .object(["id": .string(label), "schema": schema, "data": test["data"] ?? .null])
          let answer = try JSONValue(parsing: SchemaLines.answer(request.canonicalText))
          if answer["valid"] == test["valid"], answer["valid"] != nil {
            passed += 1
          } else if Self.deviations[label] != nil {
            deviating += 1
          } else {
            failed += 1
            Issue.record("\(label): \(answer.canonicalText)")
          }
        }
      }
    }
    print("conformance json-schema: \(passed) passed, \(failed) failed, \(deviating) deviations")
  }
}
