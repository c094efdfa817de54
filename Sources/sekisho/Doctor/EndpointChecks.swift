import AsyncHTTPClient
import Diagnostics
import Engine
import Foundation
import NIOCore
import NIOHTTP1
import Worker
import Workflows

/// Judges the worker's configuration: whether it names what definitions order work from, and whether that answers.
enum EndpointChecks {
  /// - Parameter settings: nil where no file is configured.
  static func names(_ facts: InstallationFacts, _ settings: WorkerSettings?) -> [Checkup] {
    var checks: [Checkup] = []
    for kind in TaskSpec.Kind.allCases {
      for (name, workflows) in (facts.library.endpoints[kind] ?? [:]).sorted(by: { $0.key < $1.key }) {
        let isKnown: Bool
        switch kind {
        case .webhook: isKnown = settings?.endpoints.webhooks[name] != nil
        case .command: isKnown = settings?.endpoints.commands[name] != nil
        // Such work is fetched by workers of their own.
        case .external: isKnown = true
        }
        if isKnown { continue }
        let flows = Set(workflows.map(\.text)).sorted().joined(separator: ", ")
        checks.append(
          .warn(
            "endpoints", en: "\(kind.rawValue) \(name), which \(flows) needs, is not configured",
            ja: "\(flows) が使う \(kind.rawValue)「\(name)」が設定されていません",
            help: Text(
              en: "name it in the worker's file (--config): its tasks are set aside until then",
              ja: "ワーカーの設定ファイル(--config)に書いてください。それまでタスクは保留されます")))
      }
    }
    if settings?.endpoints.mail == nil {
      checks.append(
        .warn(
          "mail", en: "no mail is configured: messages stay in the record", ja: "メールが未設定で、連絡は記録に残るだけです",
          help: Text(en: "add \"mail:\" to the worker's file", ja: "ワーカーの設定ファイルに「mail:」を加えてください")))
    }
    if checks.isEmpty {
      checks.append(
        .ok("endpoints", en: "all that definitions name is configured", ja: "定義が使う送信先はすべて設定されています"))
    }
    return checks
  }

  /// Any answer counts: a receiver that refuses an unsigned request is there.
  static func reach(_ endpoints: Endpoints) async -> [Checkup] {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(5)
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    var checks: [Checkup] = []
    for (name, webhook) in endpoints.webhooks.sorted(by: { $0.key < $1.key }) {
      var request = HTTPClientRequest(url: webhook.url)
      request.method = .OPTIONS
      do {
        let response = try await client.execute(request, timeout: .seconds(5))
        checks.append(
          .ok(
            "webhook", en: "\(name) answers (\(response.status.code))", ja: "\(name) は応答します(\(response.status.code))"))
      } catch {
        checks.append(
          .fail(
            "webhook", en: "\(name) does not answer: \(webhook.url)", ja: "\(name) が応答しません:\(webhook.url)",
            help: Text(
              en: "check address, certificate and firewall; deliveries are repeated meanwhile",
              ja: "アドレス・証明書・ファイアウォールを確認してください。その間、配信は再試行されます")))
      }
    }
    try? await client.shutdown()
    return checks
  }
}

/// Judges this machine.
enum MachineChecks {
  /// - Parameter path: a folder on the disk in question; one that is not here gives nothing to judge.
  static func disk(_ path: String, en: String, ja: String) -> Checkup? {
    guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path),
      let free = attributes[.systemFreeSize] as? NSNumber, let size = attributes[.systemSize] as? NSNumber,
      size.int64Value > 0
    else { return nil }
    let share = Int(free.int64Value * 100 / size.int64Value)
    let shown = ByteCount.shown(free.int64Value)
    let words = (en: "\(en): \(shown) free (\(share) %)", ja: "\(ja):空き \(shown)(\(share)%)")
    let help = Text(en: "make room: a full disk stops the database", ja: "空きを確保してください。満杯になるとデータベースが停止します")
    if free.int64Value < 1 << 30 || share < 3 { return .fail("disk", en: words.en, ja: words.ja, help: help) }
    return share < 10
      ? .warn("disk", en: words.en, ja: words.ja, help: help) : .ok("disk", en: words.en, ja: words.ja)
  }
}
