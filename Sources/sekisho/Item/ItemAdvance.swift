import ArgumentParser
import Diagnostics
import JSON

struct ItemAdvance: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "advance",
    abstract: "Perform an act on one item, or on many: transition, vote, duty. 操作を実行する(複数可)。",
    discussion: "sekisho item advance CR-2026-000001 submit\nsekisho item advance CR-2026-000001 CR-2026-000002 approve"
  )

  @Argument(help: "Items, then the act; - among them reads items from standard input. 案件(複数可)、最後に操作名。")
  var words: [String]
  @OptionGroup var input: DataOptions
  @Option(help: "Why. 理由。")
  var reason: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  func validate() throws {
    if words.count < 2 {
      throw ValidationError("name an item and an act: item advance ITEM ACT / 案件と操作を指定してください:item advance 案件 操作")
    }
    if words.count > 2, act.ifVersion != nil {
      throw ValidationError("--if-version is for one item / --if-version は一つの案件だけに使えます")
    }
  }

  func perform(_ session: Session) async throws {
    var body: [String: JSONValue] = ["act": .string(words[words.count - 1])]
    let fields = try input.fields(session.language)
    if !fields.isEmpty { body["input"] = .object(fields) }
    body["reason"] = reason.map { .string($0) }
    let items = try named(session.language)
    if words.count == 2, words[0] != "-" {
      let request = APIRequest(.post, "/v1/items/\(words[0])/transitions", body: .json(.object(body)))
      return try session.output.receipt(try await session.send(request, write, act).json())
    }
    body["items"] = .array(items.map { .string($0) })
    let answer = try await session.send(
      APIRequest(.post, "/v1/transitions", body: .json(.object(body))), write, act
    ).json()
    try session.output.list(answer, Self.columns)
    try Self.judge(answer, session.language)
  }

  /// The items in the order given, each once.
  private func named(_ language: Language) throws -> [String] {
    var items: [String] = []
    for word in words.dropLast() {
      guard word == "-" else {
        items.append(word)
        continue
      }
      let text = String(decoding: try InputFile.read("-", limit: 1 << 20, language), as: UTF8.self)
      items += text.split(whereSeparator: \.isWhitespace).map { String($0) }
    }
    var seen: Set<String> = []
    items = items.filter { seen.insert($0).inserted }
    guard (1...500).contains(items.count) else {
      throw CommandFailure(
        Exit.usage, Text(en: "1 to 500 items at once, not \(items.count)", ja: "一度に指定できる案件は1~500件です(\(items.count)件)"))
    }
    return items
  }

  private static let columns = [
    Column("item", en: "Item", ja: "案件"), Column("outcome", en: "Outcome", ja: "結果"),
    Column("state", en: "State", ja: "状態", at: "/receipt/state"),
    Column("version", en: "Version", ja: "版", .number, at: "/receipt/version"),
    Column("problem", en: "Problem", ja: "問題", at: "/problem/messages"),
  ]

  /// One refusal is no reason to refuse the others, but one to fail: with the exit code of the first.
  private static func judge(_ answer: JSONValue, _ language: Language) throws {
    var first: ExitCode?
    for outcome in answer["data"]?.arrayValue ?? [] {
      guard let problem = outcome["problem"].map({ RemoteProblem($0) }) else { continue }
      Terminal.note(Shown.text(outcome["item"], language) + ":")
      for line in problem.lines(language) { Terminal.note(line) }
      first = first ?? problem.exit
    }
    if let first { throw first }
  }
}
