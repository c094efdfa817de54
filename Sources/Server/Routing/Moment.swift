import Workflows

/// Moments in queries.
enum Moment {
  /// A day means its first moment in Asia/Tokyo, or, at the end of a range, the first moment after it. A moment is
  /// RFC 3339 with an offset.
  static func read(_ text: String, isEnd: Bool) -> Instant? {
    if let day = Day(text) { return isEnd ? day.end : day.start }
    let parts = Array(text.utf8)
    guard parts.count >= 20, parts.count <= 40, parts[10] | 0x20 == UInt8(ascii: "t"), let day = Day(text.prefix(10)),
      parts[13] == UInt8(ascii: ":"), parts[16] == UInt8(ascii: ":"), let hour = number(parts[11...12], below: 24),
      let minute = number(parts[14...15], below: 60), let second = number(parts[17...18], below: 60)
    else { return nil }
    var rest = parts[19...]
    var micro: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard (1...9).contains(digits.count) else { return nil }
      for index in 0..<6 {
        micro = micro * 10 + (index < digits.count ? Int64(digits[digits.startIndex + index] - 0x30) : 0)
      }
      rest.removeFirst(digits.count)
    }
    guard let offset = offset(rest) else { return nil }
    let utc = Int64(day.number) * 86_400 + hour * 3600 + minute * 60 + second - offset
    return Instant(microseconds: utc * 1_000_000 + micro)
  }

  /// Seconds east of Greenwich.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.count == 1, let only = bytes.first, only | 0x20 == UInt8(ascii: "z") { return 0 }
    let all = Array(bytes)
    guard all.count == 6, all[3] == UInt8(ascii: ":"), let hours = number(all[1...2], below: 24),
      let minutes = number(all[4...5], below: 60)
    else { return nil }
    switch all[0] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -hours * 3600 - minutes * 60
    default: return nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>, below limit: Int64) -> Int64? {
    guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let value = bytes.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    return value < limit ? value : nil
  }
}
