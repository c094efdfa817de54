import Diagnostics
import Engine
import Postgres
import Workflows

/// Judges what a database says of itself.
enum DatabaseChecks {
  static func connection(_ parameters: ConnectionParameters, _ inspection: DatabaseInspection) -> [Checkup] {
    var checks = [
      Checkup.ok(
        "connection", en: "\(parameters.shown), as \(inspection.login)",
        ja: "\(parameters.shown)、ユーザ \(inspection.login)"),
      Checkup.ok("server", en: "PostgreSQL \(inspection.version)", ja: "PostgreSQL \(inspection.version)"),
    ]
    if parameters.hasSeveralHosts, !["read-write", "primary"].contains(parameters["target_session_attrs"] ?? "any") {
      checks.append(
        .warn(
          "hosts", en: "several hosts without target_session_attrs=read-write",
          ja: "複数のホストに target_session_attrs=read-write が指定されていません",
          help: Text(
            en: "add it, or a session may land on a standby that takes no writes",
            ja: "追加してください。書き込めない待機系に接続することがあります")))
    }
    if parameters["password"] != nil {
      checks.append(
        .warn(
          "password", en: "the password stands in SEKISHO_DATABASE_URL", ja: "SEKISHO_DATABASE_URL にパスワードが書かれています",
          help: Text(en: "put it into a file of PGPASSFILE", ja: "PGPASSFILE のファイルに移してください")))
    }
    return checks
  }

  static func schema(_ inspection: DatabaseInspection) -> Checkup {
    if let obstacle = DatabaseStatus.obstacle(inspection) { return .fail("schema", obstacle) }
    return .ok(
      "schema", en: "migration \(inspection.schemaNumber), as this program knows it",
      ja: "移行 \(inspection.schemaNumber)(このプログラムと一致)")
  }

  /// - Parameter machine: this machine's clock at about the moment the server told its own, in microseconds.
  static func clock(_ inspection: DatabaseInspection, machine: Int64) -> [Checkup] {
    var checks: [Checkup] = []
    let skew = machine - inspection.serverTime.microseconds
    let shown = ClockOffset.shown(skew)
    let help = Text(
      en: "synchronise both clocks (chrony, systemd-timesyncd): signatures of webhooks carry this machine's time",
      ja: "両方の時計を同期してください(chrony、systemd-timesyncd)。Webhookの署名にこのマシンの時刻が入ります")
    switch skew.magnitude {
    case ..<2_000_000: checks.append(.ok("clock", en: "agrees with the server's", ja: "サーバの時計と一致しています"))
    case ..<60_000_000:
      checks.append(
        .warn(
          "clock", en: "this machine is \(shown) ahead of the server", ja: "このマシンの時計はサーバより \(shown) 進んでいます",
          help: help))
    default:
      checks.append(
        .fail(
          "clock", en: "this machine is \(shown) ahead of the server", ja: "このマシンの時計はサーバより \(shown) 進んでいます",
          help: help))
    }
    if let cluster = inspection.cluster, cluster.offset != 0 {
      let ahead = ClockOffset.shown(cluster.offset)
      checks.append(
        .ok(
          "cluster-clock", en: "a \(cluster.kind.rawValue) cluster, its clock moved by \(ahead)",
          ja: "\(cluster.kind.rawValue)クラスター、時計は \(ahead) 動かされています"))
    }
    return checks
  }

  static func rights(_ facts: InstallationFacts, kind: ClusterKind?) -> [Checkup] {
    var checks: [Checkup] = []
    for role in facts.missingRoles {
      checks.append(
        .fail(
          "roles", en: "the role \(role) does not exist", ja: "ロール \(role) がありません",
          help: Text(
            en: "run roles.sql of a backup, or sekisho db migrate",
            ja: "バックアップの roles.sql か「sekisho db migrate」を実行してください")))
    }
    for role in facts.closedRoles {
      checks.append(
        .fail(
          "roles", en: "this login may not become \(role)", ja: "このユーザは \(role) になれません",
          help: Text(en: "as the owner: grant \(role) to LOGIN", ja: "所有者として「grant \(role) to ユーザ」を実行してください")))
    }
    for right in facts.excessRights {
      checks.append(
        .fail(
          "privileges", en: right, ja: right,
          help: Text(en: "revoke it: the record must not be changeable", ja: "取り消してください。記録は変更できてはなりません")))
    }
    for table in facts.missingTriggers {
      checks.append(
        .fail(
          "append-only", en: "the trigger that keeps \(table) append-only is off or gone",
          ja: "\(table) を追記のみに保つトリガーが無効か、ありません",
          help: Text(en: "enable it; find out who switched it off", ja: "有効に戻し、誰が無効にしたか調べてください")))
    }
    for table in facts.openTables {
      checks.append(
        .fail(
          "row-security", en: "row-level security of \(table) is off", ja: "\(table) の行単位セキュリティが無効です",
          help: Text(
            en: "alter table \(table) enable row level security", ja: "alter table \(table) enable row level security"))
      )
    }
    if facts.isOverpowered, kind == .production {
      checks.append(
        .warn(
          "login", en: "this login owns the tables or is a superuser", ja: "このユーザは表の所有者かスーパーユーザです",
          help: Text(
            en: "for serve and work take a login that is only a member of sekisho_app and sekisho_reader",
            ja: "serve と work には sekisho_app と sekisho_reader のメンバーであるだけのユーザを使ってください")))
    }
    if checks.isEmpty {
      checks.append(
        .ok(
          "roles", en: "three roles with their rights; nobody of them may change history",
          ja: "3つのロールの権限は適切で、履歴を変更できるロールはありません"))
    }
    return checks
  }

  static func calendars(_ facts: InstallationFacts, today: Day) -> [Checkup] {
    facts.library.calendars.sorted { $0.key < $1.key }.map { name, until in
      let left = until.number - today.number
      let help = Text(
        en: "deploy the calendar with the holidays announced since (内閣府, each February)",
        ja: "新しく公表された祝日(内閣府、毎年2月)を加えた暦を配備してください")
      let en = "\(name) knows holidays until \(until), \(left) days on"
      let ja = "\(name) は \(until) までの祝日を含みます(あと\(left)日)"
      if left < 30 { return .fail("calendar", en: en, ja: ja, help: help) }
      return left < 180 ? .warn("calendar", en: en, ja: ja, help: help) : .ok("calendar", en: en, ja: ja)
    }
  }

  static func tokens(_ facts: InstallationFacts) -> [Checkup] {
    var checks: [Checkup] = []
    if facts.administrators == 0 {
      checks.append(
        .fail(
          "tokens", en: "no administrator has a token that is valid", ja: "有効なトークンを持つ管理者がいません",
          help: Text(
            en: "restore access with the owner's hand; rotate tokens before they end",
            ja: "所有者の権限で復旧し、以後は期限前にトークンを更新してください")))
    }
    for token in facts.expiring {
      let day = token.expiresAt.day
      checks.append(
        .warn(
          "tokens", en: "a token of \(token.person) (\(token.label)) ends on \(day)",
          ja: "\(token.person) のトークン(\(token.label))は \(day) に期限切れになります",
          help: Text(en: "sekisho token rotate \(token.id)", ja: "「sekisho token rotate \(token.id)」で更新してください")))
    }
    if checks.isEmpty {
      checks.append(
        .ok("tokens", en: "none ends within two weeks", ja: "2週間以内に期限切れになるものはありません"))
    }
    return checks
  }

  static func library(_ facts: InstallationFacts) -> [Checkup] {
    if let fault = facts.library.fault {
      return [
        .fail(
          "definitions", en: fault.en, ja: fault.ja,
          help: Text(
            en: "this program is older than the one that deployed it: update it", ja: "配備したプログラムより古い版です。更新してください"))
      ]
    }
    return [
      .ok(
        "definitions", en: "\(facts.library.workflows) workflows are understood",
        ja: "\(facts.library.workflows)件のワークフローを解釈できます")
    ]
  }
}
