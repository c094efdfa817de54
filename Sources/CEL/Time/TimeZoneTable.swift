/// The time zones that an expression may name. CEL reads no file: the caller injects the table.
///
/// `UTC` and fixed offsets (`+09:00`, `-02:30`, `09:00`) are always known. Names are looked up exactly and only if they
/// consist of letters, digits and `_ + - /` without an empty or dotted part, so a loader may use them as a path.
package struct TimeZoneTable: Sendable {
  private let zones: [String: TimeZoneRules]
  private let load: (@Sendable (String) -> TimeZoneRules?)?

  /// `load` is asked for names that `zones` lacks; it should remember what it read.
  package init(zones: [String: TimeZoneRules], load: (@Sendable (String) -> TimeZoneRules?)? = nil) {
    self.zones = zones
    self.load = load
  }

  /// UTC, fixed offsets and Asia/Tokyo.
  package static let japan = TimeZoneTable(zones: ["Asia/Tokyo": .tokyo, "Japan": .tokyo])

  /// The rules of a zone, or nil where the name is unknown.
  package func rules(named name: String) -> TimeZoneRules? {
    if name == "UTC" || name == "Z" { return .utc }
    if let offset = Self.fixedOffset(name) { return TimeZoneRules(fixedOffset: offset) }
    if let known = zones[name] { return known }
    guard Self.isZoneName(name), let load else { return nil }
    return load(name) ?? Self.renamed[name].flatMap(load)
  }

  /// Names that systems may keep apart from the others (`backward` of the IANA tz database).
  private static let renamed = [
    "US/Alaska": "America/Anchorage", "US/Arizona": "America/Phoenix", "US/Central": "America/Chicago",
    "US/Eastern": "America/New_York", "US/Hawaii": "Pacific/Honolulu", "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles", "Japan": "Asia/Tokyo", "Singapore": "Asia/Singapore",
    "Hongkong": "Asia/Hong_Kong", "PRC": "Asia/Shanghai", "ROK": "Asia/Seoul", "GB": "Europe/London",
  ]

  private static func fixedOffset(_ text: String) -> Int? {
    var bytes = Array(text.utf8)[...]
    var sign = 1
    if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      bytes.removeFirst()
    }
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
      let hours = digits(parts[0]), let minutes = digits(parts[1]), hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  private static func digits(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self))
  }

  private static func isZoneName(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.unicodeScalars.allSatisfy { scalar in
          switch scalar {
          case "A"..."Z", "a"..."z", "0"..."9", "_", "+", "-": true
          default: false
          }
        }
    }
  }
}
