import Diagnostics
import Foundation
import Testing

@testable import JSON

/// What recurses must fit the smallest stack that it may run on: 512 KiB. Frames of a debug build are four times as large.
@Suite struct DepthTests {
  #if DEBUG
    static let stackSize = 2 << 20
  #else
    static let stackSize = 512 << 10
  #endif

  static func onSmallStack<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result(catching: work)) }
      thread.stackSize = stackSize
      thread.start()
    }
  }

  static func nested(_ depth: Int, _ opening: String, _ closing: String) -> String {
    String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
  }

  @Test(arguments: [("[", "]"), ("{\"a\":", "}")])
  func readingAndWriting(_ opening: String, _ closing: String) async throws {
    let isSame = try await Self.onSmallStack {
      let limits = JSONLimits(depth: 512)
      let value = try JSONValue(parsing: Self.nested(512, opening, closing), limits: limits)
      let again = try JSONValue(parsing: value.prettyText, limits: limits)
      return Set([value]).contains(again) && again == value && JSONPlaces.spans(in: value.canonicalBytes).count == 513
    }
    #expect(isSame)
  }

  @Test func checkingOfWhatIsRead() async throws {
    let violations = try await Self.onSmallStack {
      let dialect = try JSONSchema(["$ref": .string(MetaSchema.uri)], options: .conformance)
      let schema = try JSONValue(parsing: Self.nested(50, "{\"items\":", "}"))
      let list = try JSONSchema(
        ["anyOf": [["type": "integer"], ["type": "array", "items": ["$ref": "#"]]]], options: .conformance)
      let value = try JSONValue(parsing: Self.nested(64, "[", "]"))
      return [dialect.validate(schema), list.validate(value)]
    }
    // The innermost 1 is no schema, and the way to it is short enough to say so.
    #expect(violations[0].last?.instancePointer.hasSuffix("/items/items") == true)
    #expect(violations[1].isEmpty)
  }

  @Test func givingUp() async throws {
    let violations = try await Self.onSmallStack {
      let schema = try JSONSchema(["items": ["$ref": "#"], "not": false], options: .conformance)
      let value = try JSONValue(parsing: Self.nested(512, "[", "]"), limits: JSONLimits(depth: 512))
      let denied = try JSONSchema(["not": ["$ref": "#/$defs/a"], "$defs": ["a": ["items": ["$ref": "#/$defs/a"]]]])
      #expect(!denied.isValid(value))
      return schema.validate(value)
    }
    #expect(violations.last?.message.en == "too deep or too complex to check")
  }

  /// Each level asks two alternatives twice: without a bound this would take 2^60 steps.
  @Test func workIsBounded() throws {
    var definitions: [String: JSONValue] = ["s60": ["type": "string"]]
    for level in 0..<60 {
      let next: JSONValue = ["$ref": .string("#/$defs/s\(level + 1)")]
      definitions["s\(level)"] = ["anyOf": [next, next]]
    }
    let schema = try JSONSchema(["$ref": "#/$defs/s0", "$defs": .object(definitions)])
    let clock = ContinuousClock()
    var isValid = true
    let duration = clock.measure { isValid = schema.isValid(1) }
    #expect(!isValid)
    #expect(duration < .seconds(60))
  }
}
