import ArgumentParser
import Diagnostics
import JSON

struct ItemHistory: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Say what happened to an item, oldest first. 案件の履歴(古い順)。")

  @OptionGroup var item: ItemArgument
  @Flag(help: "Of the whole family. 一連の案件すべて。")
  var family = false
  @Option(help: "Kind of entry (repeatable). 記録の種類。")
  var event: [String] = []
  @Option(help: "At most so many (1000). 件数の上限。")
  var limit: Int = 1_000
  @OptionGroup var user: UserOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit takes 1 or more / --limit は1以上です") }
  }

  func perform(_ session: Session) async throws {
    var query = event.map { (name: "event", value: $0) }
    if family { query.append(("family", "true")) }
    let answer = try await session.pages("/v1/items/\(item.item)/history", query: query, limit: limit)
    if answer["next"] != nil { session.note(Text(en: "there are more: --limit", ja: "続きがあります(--limit)")) }
    try session.output.list(answer, ItemColumns.entry)
  }
}

struct ItemWatch: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow an item's history until Ctrl-C, a state, or --timeout (exit 124). 履歴を追い続ける。")

  @OptionGroup var item: ItemArgument
  @Option(help: "End when the item is in this state (repeatable). この状態になったら終わる。")
  var until: [String] = []
  @Option(help: "Seconds between looks (2). 確認の間隔(秒)。")
  var interval: Double = 2
  @OptionGroup var user: UserOptions

  func validate() throws {
    if !(0.1...3_600).contains(interval) {
      throw ValidationError("--interval takes 0.1 to 3600 seconds / --interval は0.1~3600秒です")
    }
  }

  func perform(_ session: Session) async throws {
    let clock = ContinuousClock()
    let deadline = user.timeout.map { clock.now + .seconds($0) }
    var watching = Watching(item: item.item, session: session)
    while true {
      try await watching.look()
      if let state = watching.state, until.contains(state) { return }
      if watching.isFinal, !until.isEmpty {
        let state = watching.state ?? ""
        throw CommandFailure(
          Exit.failure,
          Text(en: "the item ended in \(state); it reaches no other state", ja: "案件は「\(state)」で終わり、他の状態にはなりません"))
      }
      let pause = Duration.seconds(interval)
      if let deadline, clock.now + pause >= deadline {
        throw CommandFailure(Exit.timedOut, Text(en: "the time is over", ja: "時間切れです"))
      }
      try await clock.sleep(for: pause)
    }
  }
}

/// What has been seen of an item so far.
private struct Watching {
  let item: String
  let session: Session
  private(set) var state: String?
  private(set) var isFinal = false
  private var last: String?
  private var version: Int64?

  init(item: String, session: Session) {
    self.item = item
    self.session = session
  }

  /// The state is read before the entries: what happens in between is shown now and judged at the next look.
  mutating func look() async throws {
    let shown = try await session.client.get("/v1/items/\(item)").json()
    state = shown["state"]?.stringValue
    isFinal = shown["is_final"]?.boolValue ?? false
    let query = last.map { [(name: "after", value: $0)] } ?? []
    let page = try await session.pages("/v1/items/\(item)/history", query: query, limit: .max)
    for entry in page["data"]?.arrayValue ?? [] {
      session.output.follow(entry, ItemColumns.entry, isFirst: last == nil)
      last = entry["id"]?.stringValue
    }
  }
}
