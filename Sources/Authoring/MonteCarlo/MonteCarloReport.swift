package import Diagnostics
package import JSON
package import Workflows

/// Median and ninth decile.
package struct Quantiles: Sendable, Hashable {
  package let count: Int
  package let median: Double
  package let p90: Double

  /// By the nearest rank.
  init(_ values: [Double]) {
    let sorted = values.sorted()
    count = sorted.count
    func rank(_ share: Double) -> Double {
      guard !sorted.isEmpty else { return 0 }
      return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
    median = rank(0.5)
    p90 = rank(0.9)
  }

  var json: JSONValue {
    ["count": .number(JSONNumber(count)), "median": median.tenths, "p90": p90.tenths]
  }
}

extension Double {
  /// Figures of a simulation are not truer than a tenth.
  var tenths: JSONValue { JSONNumber((self * 10).rounded() / 10).map { .number($0) } ?? .null }
}

/// What a Monte Carlo run came to. Days are calendar days, hours pass day and night.
package struct MonteCarloReport: Sendable {
  package struct StateLine: Sendable {
    package let workflow: WorkflowName
    package let state: StateName
    package let title: Text
    package let days: Quantiles
  }

  /// Where items wait until somebody turns to them.
  package struct WaitLine: Sendable {
    package let workflow: WorkflowName
    package let state: StateName
    /// nil: outside work.
    package let role: RoleName?
    package let roleTitle: Text?
    package let hours: Quantiles
    package let work: Quantiles
    package let total: Double

    var sortKey: String { "\(workflow).\(state).\(role?.text ?? "")" }
  }

  package struct DeadlineLine: Sendable {
    package let workflow: WorkflowName
    package let name: DeadlineName
    package let armed: Int
    package let missed: Int

    package var share: Double { armed == 0 ? 0 : Double(missed) * 100 / Double(armed) }
  }

  package let workflow: WorkflowName
  package let seed: UInt64
  package let items: Int
  package let finished: Int
  /// Days from arrival to the end, of those that ended.
  package let lead: Quantiles
  /// Items that ended, in thirty days.
  package let perMonth: Double
  package let ends: [StateName: Int]
  package let states: [StateLine]
  /// The longest wait altogether first.
  package let waits: [WaitLine]
  package let deadlines: [DeadlineLine]
  /// Items for which the cases know no way on, by place.
  package let stuck: [String: Int]
  /// Acts that were no longer possible when their person came to them.
  package let refused: Int

  /// The whole report; `data` holds a row a state.
  package var json: JSONValue {
    let counts = { (table: [(String, Int)]) -> JSONValue in
      .object(Dictionary(table.map { ($0.0, JSONValue.number(JSONNumber($0.1))) }, uniquingKeysWith: { one, _ in one }))
    }
    return [
      "workflow": .string(workflow.text), "seed": .string(String(seed)), "items": .number(JSONNumber(items)),
      "finished": .number(JSONNumber(finished)), "lead_days": lead.json, "finished_per_30_days": perMonth.tenths,
      "ends": counts(ends.map { ($0.key.text, $0.value) }), "stuck": counts(stuck.map { ($0.key, $0.value) }),
      "refused": .number(JSONNumber(refused)),
      "data": .array(
        states.map { line in
          [
            "workflow": .string(line.workflow.text), "state": .string(line.state.text),
            "title": ["en": .string(line.title.en), "ja": .string(line.title.ja)],
            "visits": .number(JSONNumber(line.days.count)), "median_days": line.days.median.tenths,
            "p90_days": line.days.p90.tenths,
          ]
        }),
      "waits": .array(
        waits.map { line in
          [
            "workflow": .string(line.workflow.text), "state": .string(line.state.text),
            "role": line.role.map { .string($0.text) } ?? .null, "acts": .number(JSONNumber(line.hours.count)),
            "median_wait_hours": line.hours.median.tenths, "p90_wait_hours": line.hours.p90.tenths,
            "median_work_hours": line.work.median.tenths, "total_wait_hours": line.total.tenths,
          ]
        }),
      "deadlines": .array(
        deadlines.map { line in
          [
            "workflow": .string(line.workflow.text), "deadline": .string(line.name.text),
            "armed": .number(JSONNumber(line.armed)), "missed": .number(JSONNumber(line.missed)),
            "missed_percent": line.share.tenths,
          ]
        }),
    ]
  }
}
