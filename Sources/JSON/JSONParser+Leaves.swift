import Diagnostics

/// Numbers and strings.
extension JSONParser {
  mutating func number(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> JSONNumber {
    // The common case, an integer of up to 18 digits, without building anything.
    var position = index
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var magnitude: Int64 = 0
    var next: UInt8 = 0
    while position < bytes.count {
      next = bytes[position]
      guard next.isDigit, position - start < 18 else { break }
      magnitude = magnitude &* 10 &+ Int64(next &- 0x30)
      position += 1
      next = 0
    }
    let length = position - start
    let isPlain = !next.isDigit && next != UInt8(ascii: ".") && next | 0x20 != UInt8(ascii: "e")
    if isPlain, length > 0, length == 1 || bytes[start] != 0x30 {
      index = position
      return JSONNumber(isNegative ? -magnitude : magnitude)
    }
    var reader = JSONNumberReader()
    defer { index = reader.end ?? index }
    switch reader.read(bytes, from: index) {
    case .number(let number): return number
    case .malformed:
      index = min(reader.position, bytes.count)
      throw failure(en: "a number is not written like this in JSON", ja: "JSON の数値の書き方ではありません")
    case .tooLong:
      throw failure(
        .limit, en: "the number has more than \(JSONNumber.lengthLimit) characters or an exponent beyond 9999",
        ja: "数値が \(JSONNumber.lengthLimit) 文字を超えているか、指数が 9999 を超えています")
    }
  }

  mutating func string(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> String {
    let start = index + 1
    var position = start
    let end = bytes.count
    // Letters and all of Japanese: one comparison a byte decides for most.
    while position < end {
      let byte = bytes[position]
      if byte > UInt8(ascii: "\\") || (byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")) {
        position += 1
      } else {
        break
      }
    }
    guard position < end else { throw failure(en: "the string has no end", ja: "文字列が閉じられていません") }
    switch bytes[position] {
    case UInt8(ascii: "\""):
      index = position + 1
      return try text(bytes.extracting(start..<position), at: start)
    case UInt8(ascii: "\\"): return try escapedString(bytes, from: start, position)
    default:
      index = position
      throw failure(en: "a control character must be escaped", ja: "制御文字はエスケープが必要です")
    }
  }

  private func text(_ bytes: Swift.Span<UInt8>, at offset: Int) throws(JSONFailure) -> String {
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: bytes))
    } catch {
      throw invalid(at: offset + error.byteOffsets.lowerBound)
    }
  }

  private func invalid(at offset: Int) -> JSONFailure {
    JSONFailure(
      code: .encoding, message: Text(en: "the text is not valid UTF-8", ja: "UTF-8 として正しくない文字列です"), offset: offset)
  }

  /// A string with an escape at `position`; what stands before it is plain.
  private mutating func escapedString(
    _ bytes: Swift.Span<UInt8>, from start: Int, _ position: Int
  ) throws(JSONFailure) -> String {
    let opening = index
    var result: [UInt8] = []
    result.reserveCapacity(position - start + 32)
    for plain in start..<position { result.append(bytes[plain]) }
    index = position
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let text = String(validating: result, as: UTF8.self) else { throw invalid(at: start) }
        return text
      case UInt8(ascii: "\\"): try escape(bytes, &result)
      case 0..<0x20: throw failure(en: "a control character must be escaped", ja: "制御文字はエスケープが必要です")
      default:
        result.append(byte)
        index += 1
      }
    }
    index = opening
    throw failure(en: "the string has no end", ja: "文字列が閉じられていません")
  }

  private mutating func escape(_ bytes: Swift.Span<UInt8>, _ result: inout [UInt8]) throws(JSONFailure) {
    guard index + 1 < bytes.count else { throw early() }
    let letter = bytes[index + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      result.append(contentsOf: UTF8.encode(try scalar(bytes)) ?? UTF8.encodedReplacementCharacter)
      return
    default: throw failure(en: "unknown escape", ja: "未知のエスケープです")
    }
    index += 2
  }

  /// `\uXXXX`, or two of them that are a surrogate pair.
  private mutating func scalar(_ bytes: Swift.Span<UInt8>) throws(JSONFailure) -> Unicode.Scalar {
    let first = try unit(bytes, at: index)
    if let scalar = Unicode.Scalar(first) {
      index += 6
      return scalar
    }
    let isPair =
      first < 0xDC00 && index + 7 < bytes.count && bytes[index + 6] == UInt8(ascii: "\\")
      && bytes[index + 7] == UInt8(ascii: "u")
    if isPair {
      let second = try unit(bytes, at: index + 6)
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        index += 12
        return scalar
      }
    }
    throw failure(.encoding, en: "half a surrogate pair is no character", ja: "サロゲートの片方だけでは文字になりません")
  }

  private func unit(_ bytes: Swift.Span<UInt8>, at start: Int) throws(JSONFailure) -> UInt32 {
    var value: UInt32 = 0
    for position in (start + 2)..<(start + 6) {
      guard position < bytes.count, let digit = bytes[position].hexadecimalValue else {
        throw failure(en: "\\u needs four hexadecimal digits", ja: "\\u の後には 16 進数 4 桁が必要です")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
