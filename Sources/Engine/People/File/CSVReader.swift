import Diagnostics

/// Records of a CSV file (RFC 4180): quoted fields may hold commas, doubled quotes and line breaks; lines end with CRLF or
/// LF; a byte order mark is skipped. Every mistake has its place, and reading goes on after it.
struct CSVReader {
  struct Field: Sendable {
    let text: String
    let span: Span
  }

  static let maxBytes = 8 << 20
  static let maxRecords = 50_000
  static let maxField = 2_000

  private let source: SourceFile
  private var place: Int
  private(set) var diagnostics: [Diagnostic] = []

  init(_ source: SourceFile) {
    self.source = source
    place = source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// All records; an empty line is none.
  mutating func records() -> [[Field]] {
    guard source.bytes.count <= Self.maxBytes else {
      complain(
        Span(0, 0), .tooLarge, Text(en: "a file has at most \(Self.maxBytes) bytes", ja: "ファイルは\(Self.maxBytes)バイトまでです")
      )
      return []
    }
    guard String(validating: source.bytes, as: UTF8.self) != nil else {
      complain(
        Span(firstInvalid, firstInvalid), .notUTF8,
        Text(en: "the file is not UTF-8 from here on", ja: "ここからUTF-8ではありません"),
        help: Text(en: "save it as \"CSV UTF-8\"", ja: "「CSV UTF-8」で保存してください"))
      return []
    }
    var records: [[Field]] = []
    while place < source.bytes.count {
      let record = self.record()
      if record.count == 1, record[0].text.isEmpty, record[0].span.lower == record[0].span.upper { continue }
      guard records.count < Self.maxRecords else {
        complain(
          record[0].span, .tooManyRecords,
          Text(en: "a file has at most \(Self.maxRecords) records", ja: "\(Self.maxRecords)件までです"))
        break
      }
      records.append(record)
    }
    return records
  }

  private var firstInvalid: Int {
    var low = 0
    var high = source.bytes.count
    // The longest prefix that is UTF-8, but for a character cut in two.
    while low < high {
      let middle = (low + high + 1) / 2
      if String(decoding: source.bytes[..<middle], as: UTF8.self).utf8.elementsEqual(source.bytes[..<middle]) {
        low = middle
      } else if (1...3).contains(where: { back in
        middle - back >= low && String(validating: source.bytes[..<(middle - back)], as: UTF8.self) != nil
          && middle < source.bytes.count
      }) && source.bytes[middle] & 0xC0 == 0x80 {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }

  private mutating func record() -> [Field] {
    var fields: [Field] = []
    while true {
      fields.append(field())
      guard place < source.bytes.count else { return fields }
      switch source.bytes[place] {
      case UInt8(ascii: ","): place += 1
      case 0x0D:
        place += 1
        if place < source.bytes.count, source.bytes[place] == 0x0A { place += 1 }
        return fields
      default:
        place += 1
        return fields
      }
    }
  }

  /// Ends before a comma, a line break or the end of the file.
  private mutating func field() -> Field {
    let start = place
    if place < source.bytes.count, source.bytes[place] == UInt8(ascii: "\"") { return quoted() }
    while place < source.bytes.count, !Self.isEnd(source.bytes[place]) {
      if source.bytes[place] == UInt8(ascii: "\"") {
        complain(
          Span(place, place + 1), .strayQuote,
          Text(en: "a quote inside a field that does not begin with one", ja: "引用符で始まらない欄の中に引用符があります"),
          help: Text(en: "put the whole field in quotes and double this one", ja: "欄全体を引用符で囲み、この引用符を二重にしてください"))
      }
      place += 1
    }
    return checked(source.text(Span(start, place)), Span(start, place))
  }

  private mutating func quoted() -> Field {
    let start = place
    var bytes: [UInt8] = []
    place += 1
    while true {
      guard place < source.bytes.count else {
        complain(Span(start, start + 1), .openQuote, Text(en: "this quote is never closed", ja: "この引用符が閉じられていません"))
        break
      }
      let byte = source.bytes[place]
      place += 1
      guard byte == UInt8(ascii: "\"") else {
        bytes.append(byte)
        continue
      }
      guard place < source.bytes.count, source.bytes[place] == byte else { break }
      bytes.append(byte)
      place += 1
    }
    let end = place
    while place < source.bytes.count, !Self.isEnd(source.bytes[place]) { place += 1 }
    if place > end {
      complain(
        Span(end, place), .textAfterQuote,
        Text(en: "text after the closing quote", ja: "閉じた引用符の後に文字があります"))
    }
    return checked(String(decoding: bytes, as: UTF8.self), Span(start, end))
  }

  private mutating func checked(_ text: String, _ span: Span) -> Field {
    if text.count > Self.maxField {
      complain(
        span, .tooLong, Text(en: "a field has at most \(Self.maxField) characters", ja: "欄は\(Self.maxField)文字までです"))
    }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t" }) {
      complain(span, .controlCharacter, Text(en: "a field holds a control character", ja: "欄に制御文字があります"))
    }
    return Field(text: text, span: span)
  }

  private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == 0x0A || byte == 0x0D }

  private mutating func complain(_ span: Span, _ code: PeopleFileCode, _ message: Text, help: Text? = nil) {
    diagnostics.append(Diagnostic(code.rawValue, .error, message, at: Location(source, span), help: help))
  }
}
