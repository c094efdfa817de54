import Diagnostics
import Engine
import HTTPTypes
import JSON

/// Life signs. Open to whoever can reach the server; they hold no data of anybody.
enum OperationRoutes {
  static let all = [live, ready, metrics, document]

  static let live = Route(
    open: "/livez", "live", en: "The process answers", ja: "プロセスが応答している", .ok(.health, en: "Live", ja: "稼働中")
  ) { _ in .json(["status": "live"]) }

  static let ready = Route(
    open: "/readyz", "ready", en: "The database answers and has the right schema", ja: "データベースに接続でき、スキーマが最新である",
    .ok(.health, en: "Ready", ja: "利用可能"), problems: [.notReady]
  ) { visit in
    switch await visit.house.readiness() {
    case .ready: return .json(["status": "ready"])
    case .notReady(let why):
      throw Problem(.notReady, Text(en: "not ready: \(why)", ja: "準備ができていません:\(why)"))
    }
  }

  static let metrics = Route(
    open: "/metrics", "metrics", en: "Numbers for Prometheus", ja: "Prometheus向けの数値",
    .bytes("text/plain", en: "Text format 0.0.4", ja: "テキスト形式0.0.4")
  ) { visit in
    var text = PrometheusText()
    visit.house.metrics.write(to: &text)
    let vitals = try? await visit.house.engine.vitals()
    text.gauge("sekisho_database_up", "Whether the database answered this request.", vitals == nil ? "0" : "1")
    if let vitals { VitalMetrics.write(vitals, to: &text) }
    return Answer(.ok, .bytes(Array(text.text.utf8), media: PrometheusText.mediaType))
  }

  static let document = Route(
    open: "/openapi.json", "apiDocument", en: "This document", ja: "この文書",
    .bytes("application/json", en: "OpenAPI 3.1", ja: "OpenAPI 3.1")
  ) { visit in
    Answer.json(visit.house.documents[visit.language] ?? .null)
      .with(.contentLanguage, visit.language.rawValue).with(.vary, "Accept-Language")
  }
}
