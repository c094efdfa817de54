import Foundation
import Logging
import Postgres
import PostgresTesting
import Testing

/// A house whose doors run apart: one `serve`, one `work`, a receiver of webhooks and a program for mail, on a
/// private cluster that is not harmed.
struct CrashWorld {
  let folder: String
  let cluster: PrivateCluster
  let server: Supervised
  let worker: Supervised
  let receiver: Process
  let port: Int

  /// What is left of a played case: the final items and their entries, what reached the outside, each once by its key,
  /// and what was given up.
  struct Traces {
    let items: [String]
    let entries: [String]
    let webhooks: [String]
    let mails: [String]
    let dead: [String]
    /// Handed over under a key that had come before.
    let repeatedMails: Int
  }

  static func prepared() async throws -> CrashWorld {
    let folder = TestCluster.makeDirectory()
    try FileManager.default.createDirectory(atPath: folder + "/mail", withIntermediateDirectories: true)
    try await firstStart(folder)
    // Below the ports that the system gives out by itself.
    let port = Int.random(in: 12_000..<30_000)
    let cluster = PrivateCluster(directory: folder + "/dev/cluster")
    try await cluster.start()
    let (receiver, finance) = try startReceiver(folder)
    try write(
      """
      webhooks:
        finance: {url: "\(finance)", secret: {file: \(folder)/finance-secret}}
      mail: {sendmail: [\(folder)/sendmail], from: sekisho@example.jp}
      lease: 10s
      """, to: folder + "/worker.yaml")
    // Slow enough to be killed in the middle; one file a message, named by its key, as a deduplicating receiver keeps it.
    try write(
      """
      #!/bin/bash
      mail=$(cat)
      id=$(grep -m 1 '^Message-ID:' <<<"$mail" | tr -dc 'a-z0-9-')
      echo "$id" >>'\(folder)/taken'
      sleep 0.1
      printf '%s\\n' "$mail" >'\(folder)/mail/'"$id.part-$$"
      mv '\(folder)/mail/'"$id.part-$$" '\(folder)/mail/'"$id"
      """, to: folder + "/sendmail")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/sendmail")
    let environment = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
      "SEKISHO_DATABASE_URL": cluster.connectionString(database: "sekisho"),
    ]
    let server = Supervised(
      name: "serve", arguments: ["serve", "--port", "\(port)"], environment: environment, log: folder + "/serve.log")
    let worker = Supervised(
      name: "work", arguments: ["work", "--keys", folder + "/dev", "--config", folder + "/worker.yaml"],
      environment: environment, log: folder + "/work.log")
    try server.start()
    try worker.start()
    return CrashWorld(folder: folder, cluster: cluster, server: server, worker: worker, receiver: receiver, port: port)
  }

  /// `dev` makes cluster, database, people and tokens; then it goes.
  private static func firstStart(_ folder: String) async throws {
    let outcome = try await BashRun.aside(
      """
      '\(Repository.sekisho)' dev --data '\(folder)/dev' --port 0 \
        --folder '\(Repository.top.path(percentEncoded: false))workflows' >'\(folder)/dev.log' 2>&1 &
      for i in $(seq 1200); do
        curl -sf "$(cat '\(folder)/dev/url' 2>/dev/null)/readyz" >/dev/null && break
        sleep 0.1
      done
      kill -TERM $! && wait $!
      """, environment: ["PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8"], timeout: 180)
    let log = (try? String(contentsOfFile: folder + "/dev.log", encoding: .utf8)) ?? ""
    try #require(outcome.status == 0, "\(outcome.output)\(log)")
  }

  private static func startReceiver(_ folder: String) throws -> (Process, url: String) {
    try write("whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString(), to: folder + "/finance-secret")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/finance-secret")
    let process = Process()
    process.executableURL = URL(filePath: Repository.sekisho)
    process.arguments = [
      "debug", "webhook", "--listen", "127.0.0.1:0", "--secret-file", folder + "/finance-secret",
      "--log", folder + "/finance.jsonl", "--answer", "{\"ok\": true}",
    ]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    var said = ""
    while !said.contains("\n") {
      let bytes = output.fileHandleForReading.availableData
      try #require(!bytes.isEmpty, "the receiver ended: \(said)")
      said += String(decoding: bytes, as: UTF8.self)
    }
    let url = try #require(said.firstMatch(of: /http:\/\/[^\s]+/)).output
    return (process, String(url))
  }

  private static func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// The demonstration's case, played by the real command line against these doors; its first two chapters or all.
  func play(isWhole: Bool) async throws -> BashRun {
    let top = Repository.top.path(percentEncoded: false)
    return try await BashRun.aside(
      """
      set -euo pipefail
      top='\(top)' here='\(top)admin' work='\(folder)/play' sekisho='\(Repository.sekisho)'
      url=http://127.0.0.1:\(port) tokens='\(folder)/dev/tokens' refusals=0
      database="\(cluster.connectionString(database: "sekisho"))"
      mkdir -p "$work"
      . "$here/demonstration/calls.sh"; . "$here/demonstration/cluster.sh"; . "$here/demonstration/invoice.sh"
      prepare_invoices
      sed '/^chapter "\(isWhole ? "none" : "3")/,$d' "$here/demonstration/play.sh" >"$work/play.sh"
      . "$work/play.sh"
      """,
      environment: [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8", "SEKISHO_RETRY": "60",
      ], timeout: isWhole ? 1_800 : 300)
  }

  /// What the doors said.
  var logs: String {
    ["serve", "work"].map { name in
      "\(name):\n" + ((try? String(contentsOfFile: "\(folder)/\(name).log", encoding: .utf8)) ?? "").suffix(1_500)
    }.joined(separator: "\n")
  }

  func traces() async throws -> Traces {
    try await settled()
    let items = try await lines(
      """
      select code || ' ' || state || ' v' || version || ' ' || coalesce(party, '-') || ' '
        || (data - 'document_sha256')::text from item order by code
      """)
    let entries = try await lines(
      """
      select i.code || ' ' || h.event || ' ' || coalesce(h.person, '-') || ' ' || count(*)
      from history h join item i on i.id = h.item
      group by i.code, h.event, h.person order by i.code, h.event, h.person
      """)
    let dead = try await lines("select kind || ' ' || name || ' ' || last_error from task where is_dead order by 1")
    // The receiver writes what came under a new key only.
    let log = (try? String(contentsOfFile: folder + "/finance.jsonl", encoding: .utf8)) ?? ""
    let webhooks = log.split(separator: "\n").compactMap { line in
      String(line).firstMatch(of: /"invoice": ?"([^"]+)"/).map { String($0.output.1) }
    }
    let mails = try FileManager.default.contentsOfDirectory(atPath: folder + "/mail")
      .filter { !$0.contains(".part-") }.map { name in
        let mail = try String(contentsOfFile: folder + "/mail/" + name, encoding: .utf8)
        return mail.split(separator: "\n").filter { $0.hasPrefix("To:") || $0.hasPrefix("Subject:") }
          .joined(separator: " ")
      }
    let taken = ((try? String(contentsOfFile: folder + "/taken", encoding: .utf8)) ?? "").split(separator: "\n")
    return Traces(
      items: items, entries: entries, webhooks: webhooks.sorted(), mails: mails.sorted(), dead: dead,
      repeatedMails: taken.count - mails.count)
  }

  /// Until nothing due or leased is left, and nothing that waits for another attempt: what a dead worker held comes free
  /// when its lease ends.
  private func settled() async throws {
    let open: SQL = """
      select count(*) from task where not is_dead
        and (due_at <= sekisho_now() or leased_until is not null or kind in ('notify', 'webhook', 'command'))
      """
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
      let left = try await withConnection { connection in
        try await connection.query(open).single.get(0, as: Int64.self)
      }
      if left == 0 { return }
      _ = try await BashRun.aside("sleep 0.2", environment: ["PATH": "/usr/bin:/bin"], timeout: 5)
    }
    Issue.record("work is left over")
  }

  private func lines(_ query: SQL) async throws -> [String] {
    try await withConnection { connection in
      try await connection.query(query).map { try $0.get(0, as: String.self) }
    }
  }

  /// Those that the worker now alive has in its hands, not those that a dead one has left.
  func leasedTasks() async throws -> Int64 {
    try await withConnection { connection in
      let worker = "%:\(worker.processID)"
      return try await connection.query(
        "select count(*) from task where leased_until > sekisho_now() and worker like \(worker)"
      ).single.get(0, as: Int64.self)
    }
  }

  private func withConnection<Value: Sendable>(
    _ body: (PostgresConnection) async throws -> Value
  ) async throws -> Value {
    let connection = try await PostgresConnection.connect(
      PostgresConfiguration(cluster.connectionString(database: "sekisho")), logger: .quiet)
    do {
      let value = try await body(connection)
      await connection.close()
      return value
    } catch {
      await connection.close()
      throw error
    }
  }

  func verifyRecord() async throws -> BashRun {
    try await BashRun.aside(
      "'\(Repository.sekisho)' audit verify --keys '\(folder)/dev/sealing-key.pub'",
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8",
        "SEKISHO_DATABASE_URL": cluster.connectionString(database: "sekisho"),
      ], timeout: 120)
  }

  /// - Returns: the exit codes of server and worker, stopped in order.
  func end() async -> (server: Int32, worker: Int32) {
    let codes = (server.stop(), worker.stop())
    receiver.terminate()
    receiver.waitUntilExit()
    await cluster.stop()
    TestCluster.remove(folder)
    return codes
  }
}
