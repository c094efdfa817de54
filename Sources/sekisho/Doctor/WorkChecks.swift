import Diagnostics
import Engine
import Workflows

/// Judges whether workers keep up: tasks and sealing.
enum WorkChecks {
  static func tasks(_ facts: InstallationFacts) -> [Checkup] {
    var checks: [Checkup] = []
    for queue in facts.queues where queue.dead > 0 {
      checks.append(
        .warn(
          "dead-tasks", en: "\(queue.dead) \(queue.kind) tasks were set aside",
          ja: "\(queue.kind) のタスク\(queue.dead)件が保留されています",
          help: Text(
            en: "look: sekisho task list --dead; then: sekisho task retry ID",
            ja: "「sekisho task list --dead」で確認し、「sekisho task retry ID」で再実行してください")))
    }
    if facts.expiredLeases > 0 {
      checks.append(
        .warn(
          "leases", en: "\(facts.expiredLeases) leases have run out", ja: "\(facts.expiredLeases)件のリースが期限切れです",
          help: Text(
            en: "a worker was killed or cut off; another one takes over, if one runs: sekisho work",
            ja: "ワーカーが停止または切断されました。動いている別のワーカー(sekisho work)が引き継ぎます")))
    }
    let waiting = Int(facts.oldestDueSeconds)
    if waiting >= 60 {
      let en = "the oldest due task has been waiting for \(ClockOffset.shown(Int64(waiting) * 1_000_000))"
      let ja = "最も古い実行待ちタスクは \(ClockOffset.shown(Int64(waiting) * 1_000_000)) 待っています"
      let help = Text(en: "start a worker: sekisho work", ja: "ワーカーを起動してください(sekisho work)")
      checks.append(
        waiting >= 600
          ? .fail("backlog", en: en, ja: ja, help: help) : .warn("backlog", en: en, ja: ja, help: help))
    }
    if checks.isEmpty {
      checks.append(.ok("tasks", en: "nothing waits, nothing is set aside", ja: "滞留も保留もありません"))
    }
    return checks
  }

  static func sealing(_ facts: InstallationFacts) -> Checkup {
    let help = Text(
      en: "run one worker with the key: sekisho work --keys FOLDER", ja: "鍵を指定したワーカーを動かしてください:sekisho work --keys フォルダ")
    if facts.leaves == 0, facts.entries > 0 {
      return .fail(
        "sealing", en: "nothing of the record is sealed", ja: "記録が一度も封印されていません", help: help)
    }
    guard let lag = facts.sealing.microseconds, lag >= 60_000_000 else {
      return .ok("sealing", en: "the record is sealed up to now", ja: "記録は最新まで封印されています")
    }
    let shown = ClockOffset.shown(Int64(lag))
    if facts.sealing.isHeldUp {
      let who = facts.sealing.holder ?? "?"
      return .fail(
        "sealing", en: "a long transaction holds up sealing for \(shown) (process \(who))",
        ja: "長いトランザクションが封印を \(shown) 止めています(プロセス \(who))",
        help: Text(
          en: "end it: select pg_terminate_backend(PROCESS)", ja: "終了させてください:select pg_terminate_backend(プロセス)"))
    }
    return lag >= 600_000_000
      ? .fail("sealing", en: "sealing is \(shown) behind", ja: "封印が \(shown) 遅れています", help: help)
      : .warn("sealing", en: "sealing is \(shown) behind", ja: "封印が \(shown) 遅れています", help: help)
  }
}
