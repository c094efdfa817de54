import Diagnostics

/// Comma-separated values after RFC 4180, fed piece by piece.
///
/// Line breaks are CRLF, LF or CR. A quote inside a field that does not begin with one is an ordinary character;
/// anything but a comma or a line break after a closing quote is refused. Blank lines are skipped.
struct CSVRecords {
  /// One record: its bytes without separators and quotes, and where each field ends.
  struct Record {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    var line = 1

    var count: Int { ends.count }

    func field(_ index: Int) -> ArraySlice<UInt8> {
      bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
  }

  /// A record longer than this is a forgotten quote.
  static let recordLimit = 1 << 20
  static let fieldLimit = 10_000

  private enum Place {
    case fieldStart
    case plain
    case quoted
    /// After a quote inside a quoted field: the end, or the first half of an escaped one.
    case quote
  }

  private var place = Place.fieldStart
  private var record = Record()
  private var line = 1
  private var skipsLineFeed = false
  private var quoteLine = 1

  mutating func feed(_ bytes: ArraySlice<UInt8>, _ body: (Record) throws(LogFault) -> Void) throws(LogFault) {
    for byte in bytes {
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == 0x0A, place != .quoted { continue }
      }
      switch place {
      case .quoted:
        if byte == 0x22 {
          place = .quote
        } else {
          if byte == 0x0A { line += 1 }
          try append(byte)
        }
      case .quote where byte == 0x22:
        try append(byte)
        place = .quoted
      case .fieldStart where byte == 0x22:
        quoteLine = line
        place = .quoted
      case .fieldStart, .plain, .quote:
        try plain(byte, body)
      }
    }
  }

  mutating func finish(_ body: (Record) throws(LogFault) -> Void) throws(LogFault) {
    guard place != .quoted else {
      throw LogFault(
        line: quoteLine, Text(en: "a quote is opened and never closed", ja: "引用符が閉じられていません"),
        help: Text(en: "close it, or double a quote that is meant", ja: "閉じるか、文字としての引用符は二つ重ねてください"))
    }
    if place != .fieldStart || !record.ends.isEmpty { try endRecord(body) }
  }

  private mutating func plain(_ byte: UInt8, _ body: (Record) throws(LogFault) -> Void) throws(LogFault) {
    switch byte {
    case UInt8(ascii: ","):
      try endField()
      place = .fieldStart
    case 0x0A, 0x0D:
      skipsLineFeed = byte == 0x0D
      try endRecord(body)
      line += 1
      record.line = line
      place = .fieldStart
    default:
      guard place != .quote else {
        throw LogFault(
          line: line, Text(en: "something follows a closing quote", ja: "閉じ引用符の後に文字があります"),
          help: Text(en: "put the whole field in quotes and double those inside", ja: "項目全体を引用符で囲み、中の引用符は二つ重ねてください"))
      }
      place = .plain
      try append(byte)
    }
  }

  private mutating func append(_ byte: UInt8) throws(LogFault) {
    guard record.bytes.count < Self.recordLimit else {
      throw LogFault(
        line: record.line, Text(en: "the record is longer than 1 MiB", ja: "一行が 1 MiB を超えています"),
        help: Text(en: "a closing quote may be missing", ja: "閉じ引用符が抜けていないか確かめてください"))
    }
    record.bytes.append(byte)
  }

  private mutating func endField() throws(LogFault) {
    guard record.ends.count < Self.fieldLimit else {
      throw LogFault(
        line: line, Text(en: "more than \(Self.fieldLimit) fields", ja: "項目が \(Self.fieldLimit) を超えています"),
        help: Text(en: "is this a log?", ja: "ログのファイルか確かめてください"))
    }
    record.ends.append(record.bytes.count)
  }

  private mutating func endRecord(_ body: (Record) throws(LogFault) -> Void) throws(LogFault) {
    let isBlank = record.ends.isEmpty && record.bytes.isEmpty && place == .fieldStart
    if !isBlank {
      try endField()
      try body(record)
    }
    record.bytes.removeAll(keepingCapacity: true)
    record.ends.removeAll(keepingCapacity: true)
  }
}
