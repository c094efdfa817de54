@testable import YAML

/// Concatenated JSON documents as neutral values: just enough to read what the YAML test suite expects.
struct JSONStream {
  struct Malformed: Error { let offset: Int }

  private let bytes: [UInt8]
  private var at = 0

  static func documents(_ text: String) throws -> [YAMLValue] {
    var stream = JSONStream(bytes: Array(text.utf8))
    var documents: [YAMLValue] = []
    stream.skipSpace()
    while stream.at < stream.bytes.count {
      documents.append(try stream.value())
      stream.skipSpace()
    }
    return documents
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func value() throws -> YAMLValue {
    skipSpace()
    switch try peek() {
    case UInt8(ascii: "{"):
      return .mapping(
        try list("{", "}") { stream in
          stream.skipSpace()
          let key = try stream.string()
          stream.skipSpace()
          try stream.expect(":")
          return YAMLValue.Pair(key, try stream.value())
        })
    case UInt8(ascii: "["): return .sequence(try list("[", "]") { try $0.value() })
    case UInt8(ascii: "\""): return .string(try string())
    default: return try word()
    }
  }

  private mutating func list<Item>(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ item: (inout JSONStream) throws -> Item
  ) throws -> [Item] {
    try expect(open)
    var items: [Item] = []
    skipSpace()
    while try peek() != UInt8(ascii: close) {
      if !items.isEmpty { try expect(",") }
      items.append(try item(&self))
      skipSpace()
    }
    try expect(close)
    return items
  }

  private mutating func word() throws -> YAMLValue {
    let start = at
    while at < bytes.count, !" \n\t\r,]}".utf8.contains(bytes[at]) { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    switch text {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default:
      guard let number = try CoreSchema.number(text, digits: 1024) else { throw Malformed(offset: start) }
      switch number {
      case .int(let int): return .int(int)
      case .float(let float): return .float(float)
      case .null, .bool, .string: throw Malformed(offset: start)
      }
    }
  }

  private mutating func string() throws -> String {
    try expect("\"")
    var units: [UInt16] = []
    var pending: [UInt8] = []
    func flush() { units += Array(String(decoding: pending, as: UTF8.self).utf16); pending = [] }
    while try peek() != UInt8(ascii: "\"") {
      let byte = bytes[at]
      at += 1
      guard byte == UInt8(ascii: "\\") else {
        pending.append(byte)
        continue
      }
      flush()
      let escape = try peek()
      at += 1
      switch escape {
      case UInt8(ascii: "u"):
        units.append(UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) ?? 0)
        at += 4
      case UInt8(ascii: "b"): units.append(8)
      case UInt8(ascii: "f"): units.append(12)
      case UInt8(ascii: "n"): units.append(10)
      case UInt8(ascii: "r"): units.append(13)
      case UInt8(ascii: "t"): units.append(9)
      default: units.append(UInt16(escape))
      }
    }
    flush()
    try expect("\"")
    return String(decoding: units, as: UTF16.self)
  }

  private func peek() throws -> UInt8 {
    guard at < bytes.count else { throw Malformed(offset: at) }
    return bytes[at]
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws {
    guard try peek() == UInt8(ascii: scalar) else { throw Malformed(offset: at) }
    at += 1
  }

  private mutating func skipSpace() {
    while at < bytes.count, " \n\t\r".utf8.contains(bytes[at]) { at += 1 }
  }
}
