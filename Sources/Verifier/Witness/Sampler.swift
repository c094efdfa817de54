import JSON
import Workflows

/// Makes values that a schema admits and that lie within a cell.
struct Sampler {
  let root: JSONValue
  let today: Day
  /// Which end of an interval is taken.
  var prefersHigh = false
  /// What texts of no particular form are: a known code, so that positions and parties are found.
  var text = "party"

  func value(_ schema: JSONValue, _ path: String, _ box: Box, depth: Int = 0) -> JSONValue {
    let schema = schema.resolved(root)
    let cell = box.cells[path]
    if let choices = schema["enum"]?.arrayValue ?? schema["const"].map({ [$0] }), let first = choices.first {
      let fitting = choices.first { choice in
        switch (cell?.value, choice) {
        case (.text(let texts)?, .string(let text)): texts.contains(text)
        case (.int(let range)?, .number(let number)):
          number.int64.map { range.contains(Interval(Int($0))) } ?? false
        default: true
        }
      }
      return fitting ?? first
    }
    switch schema["type"]?.stringValue {
    case "boolean":
      if case .bool(let yes, let no)? = cell?.value { return .bool(yes && (!no || prefersHigh)) }
      return false
    case "integer": return .number(JSONNumber(number(schema, cell)))
    case "number": return double(schema, cell)
    case "string": return .string(string(schema, cell))
    case "array": return list(schema, path, cell, box, depth)
    case "object": return record(schema, path, box, depth)
    default: return .string(text)
    }
  }

  private func number(_ schema: JSONValue, _ cell: Cell?) -> Int {
    var range = Interval.full
    if case .int(let full) = Place(path: "", kind: .schema(schema)).full(root) { range = full }
    if case .int(let narrowed)? = cell?.value { range = range.intersection(narrowed) }
    let step = schema["multipleOf"]?.int64.flatMap { Int(exactly: $0) } ?? 1
    let preferred = prefersHigh ? (range.upper == Int.max ? max(range.lower, 1_000_000) : range.upper) : nil
    let low = range.lower == Int.min ? min(range.upper, 0) : range.lower
    let value = preferred ?? (range.contains(Interval(1)) && low < 1 ? 1 : low)
    guard step > 1, value % step != 0 else { return value }
    return prefersHigh ? value - value % step : value + (step - value % step)
  }

  private func double(_ schema: JSONValue, _ cell: Cell?) -> JSONValue {
    var lower = schema["minimum"]?.double ?? 0
    var upper = schema["maximum"]?.double ?? max(lower, 1_000_000)
    switch cell?.value {
    case .double(let range)?: (lower, upper) = (max(lower, range.lower), min(upper, range.upper))
    case .int(let range)?: (lower, upper) = (max(lower, Double(range.lower)), min(upper, Double(range.upper)))
    default: break
    }
    return JSONNumber(prefersHigh ? upper : lower).map { .number($0) } ?? .number(1)
  }

  private func string(_ schema: JSONValue, _ cell: Cell?) -> String {
    switch schema["format"]?.stringValue {
    case "date": return day(cell).description
    case "date-time": return day(cell).start.rfc3339
    case "time": return "09:00:00Z"
    case "duration": return "P1D"
    case "email": return "a@example.jp"
    case "uri", "uri-reference", "iri", "iri-reference": return "https://example.jp/"
    case "uuid": return "00000000-0000-7000-8000-000000000000"
    case "corporate-number": return "7000012050002"
    case "registration-number": return "T7000012050002"
    default: break
    }
    if case .text(.of(let set))? = cell?.value, let chosen = set.sorted().first { return chosen }
    if let pattern = schema["pattern"]?.stringValue { return PatternSample(pattern).text }
    let least = schema["minLength"]?.int64.flatMap { Int(exactly: $0) } ?? 0
    let most = schema["maxLength"]?.int64.flatMap { Int(exactly: $0) } ?? Int.max
    var result = text
    if case .text(.except(let barred))? = cell?.value { while barred.contains(result) { result += "x" } }
    // Conditions ask for texts longer than this or that far more often than for shorter ones.
    let length = prefersHigh && schema["enum"] == nil ? max(least, min(most, 200)) : least
    if result.count < length { result += String(repeating: "x", count: length - result.count) }
    return result.count > most ? String(result.prefix(most)) : result
  }

  private func day(_ cell: Cell?) -> Day {
    guard case .time(let range)? = cell?.value else { return prefersHigh ? today.adding(days: 30) : today }
    let noon = Int(today.start.microseconds / 1_000_000)
    // Days start in Asia/Tokyo: round into the interval.
    if range.contains(Interval(noon)), !prefersHigh { return today }
    let edge = prefersHigh || noon > range.upper ? min(range.upper, noon + 400 * 86_400) : max(range.lower, noon)
    let day = Instant(microseconds: Int64(clamping: max(min(edge, 200_000_000_000), -60_000_000_000)) * 1_000_000).day
    if prefersHigh || noon > range.upper { return day }
    return day.start.microseconds / 1_000_000 < Int64(edge) ? day.adding(days: 1) : day
  }

  private func list(_ schema: JSONValue, _ path: String, _ cell: Cell?, _ box: Box, _ depth: Int) -> JSONValue {
    var count = schema["minItems"]?.int64.flatMap { Int(exactly: $0) } ?? 0
    if case .list(let size)? = cell?.value { count = max(count, size.lower) }
    guard depth < 6, count <= 200, let items = schema["items"] else { return .array([]) }
    return .array((0..<max(0, count)).map { value(items, "\(path)[\($0)]", box, depth: depth + 1) })
  }

  private func record(_ schema: JSONValue, _ path: String, _ box: Box, _ depth: Int) -> JSONValue {
    guard depth < 6 else { return .object([:]) }
    let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
    var members: [String: JSONValue] = [:]
    for (name, inner) in schema["properties"]?.objectValue ?? [:] {
      let presence = box.cells[path + "." + name]?.presence
      guard presence == .yes || (required.contains(name) && presence != .no) else { continue }
      members[name] = value(inner, path + "." + name, box, depth: depth + 1)
    }
    return .object(members)
  }
}

/// A text that a simple pattern matches: literals, classes, groups, bounded repetition. What is beyond it gives a text
/// that may not match, which whoever uses it finds out.
struct PatternSample {
  private(set) var text = ""

  init(_ pattern: String) {
    var rest = Substring(pattern)
    text = Self.sequence(&rest)
  }

  private static func sequence(_ rest: inout Substring) -> String {
    var result = ""
    while let character = rest.first, character != ")" {
      if character == "|" {
        // The first alternative serves: skip to the end of the group.
        var depth = 0
        while let next = rest.first, depth > 0 || next != ")" {
          depth += next == "(" ? 1 : next == ")" ? -1 : 0
          rest.removeFirst()
        }
        break
      }
      let atom = self.atom(&rest)
      result += String(repeating: atom, count: repetitions(&rest))
    }
    return result
  }

  private static func atom(_ rest: inout Substring) -> String {
    let character = rest.removeFirst()
    switch character {
    case "^", "$": return ""
    case ".": return "a"
    case "(":
      for prefix in ["?:"] where rest.hasPrefix(prefix) { rest.removeFirst(prefix.count) }
      let inner = sequence(&rest)
      if rest.first == ")" { rest.removeFirst() }
      return inner
    case "[":
      let isNegated = rest.first == "^"
      let first = rest.first
      while let next = rest.first, next != "]" {
        rest.removeFirst()
        if next == "\\" { _ = rest.popFirst() }
      }
      if !rest.isEmpty { rest.removeFirst() }
      return isNegated ? "~" : first.map(String.init) ?? ""
    case "\\":
      switch rest.popFirst() {
      case "d": return "0"
      case "w": return "a"
      case "s": return " "
      case let other?: return String(other)
      case nil: return ""
      }
    default: return String(character)
    }
  }

  private static func repetitions(_ rest: inout Substring) -> Int {
    switch rest.first {
    case "*", "?":
      rest.removeFirst()
      return 0
    case "+":
      rest.removeFirst()
      return 1
    case "{":
      let digits = rest.dropFirst().prefix(while: \.isNumber)
      guard let end = rest.firstIndex(of: "}") else { return 1 }
      rest = rest[rest.index(after: end)...]
      return min(Int(digits) ?? 1, 1_000)
    default: return 1
    }
  }
}
