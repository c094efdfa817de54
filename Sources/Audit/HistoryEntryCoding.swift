internal import Postgres

/// # The canonical encoding of an entry, version 1
///
/// ```
/// entry   = magic version 12 × field
/// magic   = "SKHE"                        ; 53 4b 48 45
/// version = 01
/// field   = 00                            ; absent
///         | 01 length value               ; length: 4 bytes, big-endian; value: that many bytes
/// ```
///
/// | no. | field | value |
/// |---|---|---|
/// | 1 | entry id | 16 bytes |
/// | 2 | family id | 16 bytes |
/// | 3 | item id, or absent | 16 bytes |
/// | 4 | item version after the entry, or absent | 8 bytes, big-endian, two's complement |
/// | 5 | time | 8 bytes, big-endian, two's complement: microseconds since 1970-01-01T00:00:00Z |
/// | 6 | event | UTF-8 |
/// | 7 | code of the acting person, or absent | UTF-8 |
/// | 8 | code of the position acted in, or absent | UTF-8 |
/// | 9 | codes of the persons acted for, or absent where there are none | for each: length (4 bytes), UTF-8 |
/// | 10 | role acted in, or absent | UTF-8 |
/// | 11 | hash of the definition, or absent | 32 bytes |
/// | 12 | body | canonical JSON (RFC 8785) |
///
/// Nothing follows the last field. Texts hold at most 64 KiB, the body 16 MiB. Every field is delimited by its own
/// length, so two different entries never have the same bytes, and bytes that decode encode to themselves.
extension HistoryEntry {
  static let magic = Array("SKHE".utf8)
  static let version: UInt8 = 1
  static let sizeLimit = bodyLimit + 512 * 1024

  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    encode(into: &bytes)
    return bytes
  }

  /// Appends the encoding. A caller that hashes many entries keeps one buffer.
  func encode(into bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + 256 + body.count)
    bytes.append(contentsOf: Self.magic)
    bytes.append(Self.version)
    Self.append(id, to: &bytes)
    Self.append(family, to: &bytes)
    Self.append(item, to: &bytes)
    Self.append(version, to: &bytes)
    Self.append(time, to: &bytes)
    Self.append(event.utf8, to: &bytes)
    Self.append(person?.utf8, to: &bytes)
    Self.append(position?.utf8, to: &bytes)
    Self.append(behalf.isEmpty ? nil : behalf.flatMap(Self.element), to: &bytes)
    Self.append(role?.utf8, to: &bytes)
    Self.append(definition, to: &bytes)
    Self.append(body, to: &bytes)
  }

  private static func append(_ value: (some Collection<UInt8>)?, to bytes: inout [UInt8]) {
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    bytes.appendBigEndian(UInt32(clamping: value.count))
    bytes.append(contentsOf: value)
  }

  private static func append(_ value: PGUUID?, to bytes: inout [UInt8]) {
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    bytes.appendBigEndian(UInt32(PGUUID.byteCount))
    value.append(to: &bytes)
  }

  private static func append(_ value: Int64?, to bytes: inout [UInt8]) {
    guard let value else { return bytes.append(0) }
    bytes.append(1)
    bytes.appendBigEndian(UInt32(8))
    bytes.appendBigEndian(value)
  }

  private static func element(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.appendBigEndian(UInt32(clamping: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
    return bytes
  }
}

extension HistoryEntry {
  /// Reads an entry back, refusing every byte sequence that `encoded` would not give.
  package init(parsing bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= Self.sizeLimit else {
      throw FormatError(.entry, en: "the entry is larger than 16 MiB", ja: "記録が 16 MiB を超えています")
    }
    guard bytes.starts(with: Self.magic), bytes.count > 4, bytes[4] == Self.version else {
      throw FormatError(
        .entry, en: "not a history entry of version 1", ja: "バージョン 1 の履歴記録ではありません")
    }
    var fields = FieldReader(rest: bytes[5...])
    id = try fields.required("entry id", fields.identifier("entry id"))
    family = try fields.required("family id", fields.identifier("family id"))
    item = try fields.identifier("item id")
    version = try fields.integer("item version")
    time = try fields.required("time", fields.integer("time"))
    event = try fields.required("event", fields.name("event"))
    person = try fields.name("person")
    position = try fields.name("position")
    behalf = try fields.names("behalf")
    role = try fields.name("role")
    definition = try fields.value("definition", 32...32).map(Array.init)
    body = try fields.required("body", fields.value("body", 0...Self.bodyLimit).map(Array.init))
    guard fields.rest.isEmpty else {
      throw FormatError(
        .entry, en: "\(fields.rest.count) bytes follow the last field",
        ja: "最後の項目の後に \(fields.rest.count) バイトあります")
    }
  }
}

private struct FieldReader {
  var rest: ArraySlice<UInt8>

  mutating func value(_ name: String, _ sizes: ClosedRange<Int>) throws(FormatError) -> ArraySlice<UInt8>? {
    guard let presence = rest.popFirst() else { throw Self.truncated(name) }
    if presence == 0 { return nil }
    guard presence == 1 else {
      throw FormatError(
        .entry, en: "\(name): the presence byte is \(presence), expected 0 or 1",
        ja: "\(name): 有無バイトが \(presence) です(0 か 1 でなければなりません)")
    }
    guard rest.count >= 4 else { throw Self.truncated(name) }
    let size = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(4)
    guard sizes.contains(size) else {
      throw FormatError(
        .entry, en: "\(name): the length is \(size), expected \(sizes.lowerBound) to \(sizes.upperBound)",
        ja: "\(name): 長さが \(size) です(\(sizes.lowerBound)〜\(sizes.upperBound) でなければなりません)")
    }
    guard rest.count >= size else { throw Self.truncated(name) }
    defer { rest = rest.dropFirst(size) }
    return rest.prefix(size)
  }

  mutating func identifier(_ name: String) throws(FormatError) -> PGUUID? {
    try value(name, 16...16).flatMap { PGUUID($0) }
  }

  mutating func integer(_ name: String) throws(FormatError) -> Int64? {
    try value(name, 8...8).map { bytes in
      Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
  }

  mutating func name(_ name: String) throws(FormatError) -> String? {
    guard let bytes = try value(name, 0...HistoryEntry.nameLimit) else { return nil }
    return try Self.text(name, bytes)
  }

  /// A present list has at least one element: the empty one has its own form.
  mutating func names(_ name: String) throws(FormatError) -> [String] {
    guard var list = try value(name, 4...HistoryEntry.nameLimit) else { return [] }
    var texts: [String] = []
    while !list.isEmpty {
      let size = list.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard list.count >= 4, list.count - 4 >= size else { throw Self.truncated(name) }
      texts.append(try Self.text(name, list.dropFirst(4).prefix(size)))
      list = list.dropFirst(4 + size)
    }
    return texts
  }

  private static func text(_ name: String, _ bytes: ArraySlice<UInt8>) throws(FormatError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.entry, en: "\(name): not UTF-8", ja: "\(name): UTF-8 ではありません")
    }
    return text
  }

  func required<Value>(_ name: String, _ value: Value?) throws(FormatError) -> Value {
    guard let value else {
      throw FormatError(.entry, en: "\(name): missing", ja: "\(name): ありません")
    }
    return value
  }

  private static func truncated(_ name: String) -> FormatError {
    FormatError(.entry, en: "\(name): the entry ends too early", ja: "\(name): 記録が途中で終わっています")
  }
}
