import Diagnostics

extension JSONValue {
  /// Reads one RFC 8259 document in UTF-8. Refused: a name that stands twice in an object (also where two names differ
  /// only in Unicode normalisation, which Swift's strings call equal), invalid UTF-8, lone surrogates, a byte order
  /// mark, anything after the value, and whatever is beyond the limits.
  package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    self = try Self.parse(bytes.span, limits)
  }

  package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    self = try Self.parse(text.utf8.span, limits)
  }

  /// The same from bytes that belong to somebody else, such as a row of a database.
  package init(parsing bytes: Swift.Span<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    self = try Self.parse(bytes, limits)
  }

  private static func parse(_ bytes: Swift.Span<UInt8>, _ limits: JSONLimits) throws(JSONError) -> JSONValue {
    var parser = JSONParser(limits)
    do {
      return try parser.document(bytes)
    } catch {
      throw error.located(in: bytes)
    }
  }
}

/// Why reading stopped; where in the value is looked up only then.
struct JSONFailure: Error {
  var code = JSONError.Code.syntax
  let message: Text
  let offset: Int
  /// The member at fault, where it is not yet part of the place that the bytes tell.
  var member: String?

  func located(in bytes: Swift.Span<UInt8>) -> JSONError {
    let pointer = JSONPlaces.pointer(to: offset, in: bytes)
    return JSONError(
      code: code, message: message, offset: offset, pointer: member.map { JSONPointer.append(pointer, $0) } ?? pointer)
  }
}

/// Reads the bytes in one pass without recursion. Members and elements gather on stacks shared by all levels, so that
/// every array and dictionary is made once, in its final size.
struct JSONParser {
  private let limits: JSONLimits
  var index = 0
  /// Arrays and objects that are open, the outermost first.
  private var levels: [Level] = []
  private var elements: [JSONValue] = []
  private var members: [Member] = []

  private struct Level {
    /// Where its elements or members begin on their stack.
    let first: Int
    let isObject: Bool
  }

  /// Not a tuple: the standard library destroys arrays of tuples by way of the runtime.
  private struct Member {
    let name: String
    /// Null until it is read.
    var value = JSONValue.null
    let offset: Int
  }

  init(_ limits: JSONLimits) { self.limits = limits }

  mutating func document(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> JSONValue {
    guard bytes.count <= limits.bytes else {
      throw failure(
        .limit, en: "the document has more than \(limits.bytes) bytes", ja: "文書が \(limits.bytes) バイトを超えています")
    }
    skipBlanks(bytes)
    var value = JSONValue.null
    repeat { value = try leaf(bytes) } while try attach(&value, bytes)
    skipBlanks(bytes)
    guard index == bytes.count else {
      throw failure(en: "something follows after the value", ja: "値の後に余分な文字があります")
    }
    return value
  }

  /// Opens arrays and objects up to the first value that is complete at once: a plain one, or an empty container.
  private mutating func leaf(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> JSONValue {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""): return .string(try string(bytes))
      case UInt8(ascii: "{"):
        try open(isObject: true, bytes)
        if closes(UInt8(ascii: "}"), bytes) {
          levels.removeLast()
          return .object([:])
        }
        try name(bytes)
      case UInt8(ascii: "["):
        try open(isObject: false, bytes)
        if closes(UInt8(ascii: "]"), bytes) {
          levels.removeLast()
          return .array([])
        }
      case UInt8(ascii: "-"), 0x30...0x39: return .number(try number(bytes))
      default: return try word(bytes)
      }
    }
    throw early()
  }

  /// Gives a complete value to the container that it stands in, and closes those that end after it. Whether another
  /// value is to be read; if not, `value` is the document.
  private mutating func attach(_ value: inout JSONValue, _ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> Bool {
    while let level = levels.last {
      if level.isObject {
        members[members.count - 1].value = value
        if try continues(UInt8(ascii: "}"), bytes) {
          try name(bytes)
          return true
        }
        value = .object(try dictionary(from: level.first))
      } else {
        elements.append(value)
        if try continues(UInt8(ascii: "]"), bytes) { return true }
        value = .array(Array(elements[level.first...]))
        elements.removeLast(elements.count - level.first)
      }
      levels.removeLast()
    }
    return false
  }

  private mutating func word(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> JSONValue {
    if takes("true", bytes) { return .bool(true) }
    if takes("false", bytes) { return .bool(false) }
    if takes("null", bytes) { return .null }
    throw failure(en: "a JSON value is expected here", ja: "ここには JSON の値が必要です")
  }

  private mutating func takes(_ word: String, _ bytes: Swift.Span<UInt8>) -> Bool {
    let expected = word.utf8
    guard bytes.count - index >= expected.count else { return false }
    var position = index
    for byte in expected {
      if bytes[position] != byte { return false }
      position += 1
    }
    index = position
    return true
  }

  // MARK: Containers

  /// Takes a member's name and its colon; its value follows.
  private mutating func name(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      throw failure(en: "a name in double quotes is expected", ja: "二重引用符で囲んだ項目名が必要です")
    }
    let offset = index
    let name = try string(bytes)
    skipBlanks(bytes)
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else {
      throw failure(en: "\":\" is expected after the name", ja: "項目名の後には「:」が必要です")
    }
    index += 1
    skipBlanks(bytes)
    members.append(Member(name: name, offset: offset))
  }

  /// Takes the members of one object off the stack.
  private mutating func dictionary(from first: Int) throws(JSONFailure) -> [String: JSONValue] {
    var dictionary = [String: JSONValue](minimumCapacity: members.count - first)
    for position in first..<members.count {
      let name = members[position].name
      guard dictionary.updateValue(members[position].value, forKey: name) == nil else {
        index = members[position].offset
        let shown = JSONValue.string(name).shown
        var refusal = failure(.duplicateName, en: "the name \(shown) stands twice", ja: "項目名 \(shown) が重複しています")
        refusal.member = name
        throw refusal
      }
    }
    members.removeLast(members.count - first)
    return dictionary
  }

  /// Takes an opening bracket.
  private mutating func open(isObject: Bool, _ bytes: Swift.Span<UInt8>) throws(JSONFailure) {
    guard levels.count < limits.depth else {
      throw failure(.limit, en: "nested deeper than \(limits.depth) levels", ja: "入れ子が \(limits.depth) 段を超えています")
    }
    levels.append(Level(first: isObject ? members.count : elements.count, isObject: isObject))
    index += 1
    skipBlanks(bytes)
  }

  private mutating func closes(_ end: UInt8, _ bytes: Swift.Span<UInt8>) -> Bool {
    guard index < bytes.count, bytes[index] == end else { return false }
    index += 1
    return true
  }

  /// Takes a comma or the closing bracket; whether there is more.
  private mutating func continues(_ end: UInt8, _ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> Bool {
    skipBlanks(bytes)
    if closes(end, bytes) { return false }
    guard index < bytes.count else { throw early() }
    guard bytes[index] == UInt8(ascii: ",") else {
      let bracket = String(Unicode.Scalar(end))
      throw failure(en: "\",\" or \"\(bracket)\" is expected", ja: "「,」か「\(bracket)」が必要です")
    }
    index += 1
    skipBlanks(bytes)
    return true
  }

  private mutating func skipBlanks(_ bytes: Swift.Span<UInt8>) {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  // MARK: Failures

  func failure(_ code: JSONError.Code = .syntax, en: String, ja: String) -> JSONFailure {
    JSONFailure(code: code, message: Text(en: en, ja: ja), offset: index)
  }

  func early() -> JSONFailure {
    failure(en: "the document ends too early", ja: "文書が途中で終わっています")
  }
}
