import ArgumentParser
import Diagnostics
import JSON

struct TaskCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "task", abstract: "Work of the worker pool: what waits, what was set aside. ワーカーのタスク。",
    subcommands: [TaskList.self, TaskShow.self, TaskRetry.self, TaskCancel.self])

  static let columns = [
    Column("id", en: "Id", ja: "ID"), Column("code", en: "Item", ja: "案件"), Column("kind", en: "Kind", ja: "種類"),
    Column("name", en: "Name", ja: "名前"), Column("due_at", en: "Due", ja: "予定", .moment),
    Column("attempts", en: "Attempts", ja: "試行回数", .number),
    Column("is_dead", en: "Set aside", ja: "保留", .flag),
    Column("worker", en: "Worker", ja: "ワーカー"), Column("last_error", en: "Last error", ja: "直近のエラー"),
  ]
}

struct TaskList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Tasks, those set aside first (scope admin). タスクの一覧。")

  @Flag(help: "Only those set aside. 保留されたもののみ。")
  var dead = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/tasks", query: dead ? [("dead", "true")] : []).json()
    try session.output.list(answer, TaskCommand.columns)
  }
}

struct TaskShow: UserCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one task. タスクを表示する。")

  @Argument(help: "Id of the task. タスクのID。")
  var id: String
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let all = try await session.client.get("/v1/tasks").json()
    let task = try Choice.one(all, where: "id", is: id, Text(en: "task", ja: "タスク"))
    try session.output.record(task, TaskCommand.columns)
  }
}

struct TaskRetry: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Give a task that was set aside another chance. 保留されたタスクを再実行する。")

  @Argument(help: "Id of the task. タスクのID。")
  var id: String
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.send(APIRequest.plain(.post, "/v1/tasks/\(id)/retry"), write).json()
    try session.output.record(Choice.done(id, answer), Choice.doneColumns)
  }
}

struct TaskCancel: UserCommand {
  static let configuration = CommandConfiguration(commandName: "cancel", abstract: "Give a task up. タスクを取り消す。")

  @Argument(help: "Id of the task. タスクのID。")
  var id: String
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.send(APIRequest.plain(.delete, "/v1/tasks/\(id)"), write).json()
    try session.output.record(Choice.done(id, answer), Choice.doneColumns)
  }
}
