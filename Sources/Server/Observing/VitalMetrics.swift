import Engine

/// The engine's vital signs as gauges.
enum VitalMetrics {
  static func write(_ vitals: Vitals, to text: inout PrometheusText) {
    text.family("sekisho_tasks", .gauge, "Tasks by kind and condition.")
    for queue in vitals.queues {
      for (condition, count) in [
        ("due", queue.due), ("leased", queue.leased), ("later", queue.later), ("dead", queue.dead),
      ] {
        text.sample("sekisho_tasks", [("kind", queue.kind), ("condition", condition)], String(count))
      }
    }
    text.gauge(
      "sekisho_oldest_due_task_seconds", "Age of the oldest task that is due and not taken.",
      String(vitals.oldestDueSeconds))
    if let sealing = vitals.sealing {
      text.gauge(
        "sekisho_unsealed_age_seconds", "Age of the oldest entry that no checkpoint covers yet.",
        String(Double(sealing.unsealedMicroseconds) / 1_000_000))
      text.gauge(
        "sekisho_sealing_held_up", "Whether a running transaction holds sealing up.", sealing.isHeldUp ? "1" : "0")
    }
    text.family("sekisho_database_connections", .gauge, "Connections by pool and condition.")
    for (pool, metrics) in [("write", vitals.writers), ("read", vitals.readers)] {
      for (condition, count) in [("idle", metrics.idle), ("leased", metrics.leased), ("waiting", metrics.waiting)] {
        text.sample(
          "sekisho_database_connections", [("pool", pool), ("condition", condition)], String(count))
      }
    }
  }
}
