import Diagnostics
import Testing

@testable import JSON

/// A smoke run with printed seeds: whatever the bytes, reading answers; what is read comes back from its canonical form.
@Suite struct FuzzTests {
  /// SplitMix64: the same numbers from the same seed everywhere.
  struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  static func value(_ random: inout Random, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2:
      return .number(
        JSONNumber(Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)))
    case 3:
      return JSONNumber(Double(bitPattern: random.next())).map { .number($0) } ?? .null
    case 4, 5: return .string(text(&random))
    case 6, 7:
      return .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in value(&random, depth: depth - 1) })
    default:
      let members = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
        (text(&random), value(&random, depth: depth - 1))
      }
      return .object(Dictionary(members, uniquingKeysWith: { first, _ in first }))
    }
  }

  static func text(_ random: inout Random) -> String {
    let scalars = (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in
      Unicode.Scalar(UInt32.random(in: 0...(Bool.random(using: &random) ? 0x7F : 0x10FFFF), using: &random))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func canonicalFormComesBack(_ seed: UInt64) throws {
    var random = Random(state: seed)
    for _ in 0..<2_000 {
      let value = Self.value(&random, depth: 4)
      let bytes = value.canonicalBytes
      let again = try JSONValue(parsing: bytes)
      #expect(again == value, "seed \(seed)")
      #expect(again.canonicalBytes == bytes, "seed \(seed)")
      #expect(try JSONValue(parsing: value.prettyText) == value, "seed \(seed)")
    }
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func mutatedBytesNeverCrash(_ seed: UInt64) throws {
    var random = Random(state: seed)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d800", "1e", "-", "0.", "null", "\u{0}", "\u{FEFF}",
    ]
    var read = 0
    for _ in 0..<4_000 {
      var bytes = Self.value(&random, depth: 4).canonicalBytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
        case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 3))
        }
      }
      let outcome = Result { () throws(JSONError) in try JSONValue(parsing: bytes) }
      switch outcome {
      case .success(let value):
        read += 1
        #expect(try JSONValue(parsing: value.canonicalBytes) == value, "seed \(seed)")
      case .failure(let error): #expect((0...bytes.count).contains(error.offset), "seed \(seed): \(bytes)")
      }
      _ = JSONPlaces.spans(in: bytes)
    }
    #expect(read > 100, "the mutations must leave some documents whole")
  }

  /// Any value as a schema: it compiles or is refused, and checking ends.
  @Test(arguments: [21, 22] as [UInt64])
  func anySchemaEnds(_ seed: UInt64) {
    var random = Random(state: seed)
    var compiled = 0
    for _ in 0..<3_000 {
      let document = Self.schema(&random, depth: 4)
      guard let schema = try? JSONSchema(document, options: .conformance) else { continue }
      compiled += 1
      let value = Self.value(&random, depth: 3)
      #expect(schema.validate(value).isEmpty == schema.isValid(value), "seed \(seed): \(document.canonicalText)")
    }
    #expect(compiled > 300)
  }

  private static let keywordNames = SchemaKeywords.known.sorted()

  static func schema(_ random: inout Random, depth: Int) -> JSONValue {
    guard depth > 0, Int.random(in: 0..<8, using: &random) > 0 else { return .bool(Bool.random(using: &random)) }
    var keywords: [String: JSONValue] = [:]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let name = keywordNames.randomElement(using: &random) ?? ""
      keywords[name] = operand(of: name, &random, depth: depth)
    }
    return .object(keywords)
  }

  private static func operand(of name: String, _ random: inout Random, depth: Int) -> JSONValue {
    if SchemaKeywords.single.contains(name) { return schema(&random, depth: depth - 1) }
    if SchemaKeywords.lists.contains(name) {
      return .array((0..<Int.random(in: 1...3, using: &random)).map { _ in schema(&random, depth: depth - 1) })
    }
    if SchemaKeywords.maps.contains(name) {
      return ["a": schema(&random, depth: depth - 1), "b": schema(&random, depth: depth - 1)]
    }
    switch name {
    case "$ref": return .string(["#", "#/$defs/a", "#/properties/a", "#x"].randomElement(using: &random) ?? "#")
    case "$dynamicRef": return "#x"
    case "$anchor", "$dynamicAnchor": return "x"
    case "$id": return .string(["https://a.example/", "b"].randomElement(using: &random) ?? "b")
    case "type": return .string(JSONTypeSet.names.randomElement(using: &random)?.name ?? "null")
    case "pattern": return "^a*$"
    case "required": return ["a"]
    case "dependentRequired": return ["a": ["b"]]
    case "enum": return [1, "a", nil]
    case "uniqueItems", "deprecated", "readOnly", "writeOnly": return true
    case "$schema": return .string(MetaSchema.uri)
    case "title", "description", "$comment", "format", "contentEncoding", "contentMediaType": return "a"
    case "examples": return []
    case "const", "default": return value(&random, depth: 1)
    default: return .number(JSONNumber(Int.random(in: 1...4, using: &random)))
    }
  }
}
