import ArgumentParser
import Diagnostics
import Engine
import JSON
import Workflows

struct DatabaseClock: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Read or move the clock of a test or demo cluster. テスト・デモ用クラスターの時計。",
    discussion: """
      Deadlines, terms and the record follow this clock. Each move is an entry of the record; a production cluster \
      refuses it. Without --advance and --set the moment is only printed.
      """)

  @Option(help: "Move on by so much: 90s, 15m, 6h, 3d.")
  var advance: String?
  @Option(help: "Move to a day or moment of Asia/Tokyo: 2026-12-28, 2026-12-28T10:00, or with an offset.")
  var set: String?
  @Flag(help: "Say where the clock would be, and move nothing. 動かさず結果だけを示す。")
  var dryRun = false
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("now", en: "Clock", ja: "時計"), Column("kind", en: "Kind", ja: "種別"),
    Column("offset", en: "Ahead by", ja: "進み"),
  ]

  func validate() throws {
    if advance != nil, set != nil {
      throw ValidationError("--advance and --set exclude one another / --advance と --set は同時に使えません")
    }
    if let advance, ShortDuration.seconds(advance) == nil {
      throw ValidationError("--advance takes 90s, 15m, 6h or 3d / --advance は 90s・15m・6h・3d の形です")
    }
    if let set, TokyoMoment.parse(set) == nil {
      throw ValidationError("--set takes 2026-12-28T10:00 / --set は 2026-12-28T10:00 の形です")
    }
  }

  func operate() async throws {
    let installation = try Installation.fromEnvironment(common.language)
    let target = self.target
    let isRehearsal = dryRun
    let (before, after) = try await installation.withConnection { connection in
      let before = try await ClusterClock.read(connection)
      guard let target else { return (before, before) }
      return (before, try await ClusterClock.move(target, isRehearsal: isRehearsal, connection))
    }
    if !dryRun, after.offset < before.offset {
      let text = Text(
        en: "the clock went back: entries made now carry earlier times than those before them",
        ja: "時計が戻りました。これからの記録には、以前の記録より早い時刻が付きます")
      Terminal.note(text[common.language])
    }
    var answer: [String: JSONValue] = [
      "now": .string(after.now.tokyoRFC3339), "kind": .string(after.kind.rawValue),
      "offset_microseconds": .number(.init(after.offset)),
    ]
    if after.offset != 0 { answer["offset"] = .string(ClockOffset.shown(after.offset)) }
    try form.output(common.language).record(.object(answer), Self.columns)
  }

  private var target: ClusterClock.Target? {
    if let seconds = advance.flatMap({ ShortDuration.seconds($0) }) {
      return .ahead(microseconds: Int64(seconds) * 1_000_000)
    }
    return set.flatMap { TokyoMoment.parse($0) }.map { .moment($0) }
  }
}

/// `9d 3h 0m 12s`, with a sign where the clock is behind.
enum ClockOffset {
  static func shown(_ microseconds: Int64) -> String {
    var seconds = microseconds.magnitude / 1_000_000
    var parts: [String] = []
    for (unit, length) in [("d", UInt64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] {
      if seconds >= length || !parts.isEmpty || length == 1 { parts.append("\(seconds / length)\(unit)") }
      seconds %= length
    }
    return (microseconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }
}

/// Moments as people write them: of Asia/Tokyo unless they say otherwise.
enum TokyoMoment {
  /// `2026-12-28`, `2026-12-28T10:00`, `2026-12-28 10:00:30`, with `Z` or `+09:00` at will; nil for anything else.
  static func parse(_ text: String) -> Instant? {
    guard let day = Day(text.prefix(10)) else { return nil }
    var rest = text.dropFirst(10)
    if rest.isEmpty { return day.start }
    guard let separator = rest.popFirst(), separator == "T" || separator == " " else { return nil }
    var offset: Int64 = 9 * 3_600
    if rest.hasSuffix("Z") {
      rest = rest.dropLast()
      offset = 0
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      guard let minutes = clock(rest[rest.index(after: sign)...], parts: 2...2) else { return nil }
      offset = rest[sign] == "-" ? -minutes : minutes
      rest = rest[..<sign]
    }
    guard let seconds = clock(rest, parts: 2...3) else { return nil }
    return day.start.adding(seconds: 9 * 3_600 - offset + seconds)
  }

  /// `HH:MM` or `HH:MM:SS` in seconds.
  private static func clock(_ text: Substring, parts: ClosedRange<Int>) -> Int64? {
    let fields = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.contains(fields.count) else { return nil }
    var seconds: Int64 = 0
    for (field, limit) in zip(fields, [24, 60, 60]) {
      guard field.count == 2, field.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(field),
        number < limit
      else { return nil }
      seconds = seconds * 60 + number
    }
    return fields.count == 2 ? seconds * 60 : seconds
  }
}
