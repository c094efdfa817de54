import Diagnostics
package import Workflows

/// Runs a log through a definition: the second of two readings.
///
/// Memory grows with the number of cases (a name and three numbers each), not with the number of events.
package struct Replay {
  private let definition: Definition
  private let names: ActivityNames
  private let map: ActivityMap
  private let ids: [String: Int]
  private let texts: [String]
  private let symbols: [[ReplaySymbol]]
  private var automaton: ReplayAutomaton
  private var cases = CaseTable()
  private var deviations: [Int: Deviation] = [:]
  private var skipped = 0

  package init(_ definition: Definition, _ alphabet: LogAlphabet, map: ActivityMap = .none) {
    self.definition = definition
    self.map = map
    let names = ActivityNames(definition)
    self.names = names
    texts = alphabet.activities.sorted()
    ids = Dictionary(texts.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    symbols = texts.map { map.ignore.contains($0) ? [] : names.symbols(for: $0, map) }
    let forced = names.all.filter { map.recorded.contains($0.name) }
    let recorded = Set(symbols.joined()).union(forced).filter { !map.silent.contains($0.name) }
    automaton = ReplayAutomaton(ReplayNet(definition, recorded: recorded), symbols)
  }

  package mutating func take(_ item: LogItem) throws(LogFault) {
    switch item {
    case .row(let name, let event): try take(event, cases.index(of: name))
    case .event(let trace, let event): try take(event, cases.index(ofTrace: trace))
    case .end(let trace, let name):
      let index = cases.index(ofTrace: trace)
      cases.rows[index].name = name ?? "#\(trace + 1)"
    }
  }

  private mutating func take(_ event: LogEvent, _ index: Int) throws(LogFault) {
    cases.rows[index].events += 1
    guard event.isCompletion, !map.ignore.contains(event.activity) else {
      skipped += 1
      return
    }
    guard cases.rows[index].set != CaseTable.deviated, let activity = ids[event.activity] else { return }
    let set = Int(cases.rows[index].set)
    if let next = try automaton.step(set, activity) {
      cases.rows[index].set = Int32(next)
    } else {
      deviations[index] = deviation(event, activity, set, at: Int(cases.rows[index].events))
      cases.rows[index].set = CaseTable.deviated
    }
  }

  private func deviation(_ event: LogEvent, _ activity: Int, _ set: Int, at position: Int) -> Deviation {
    var reason = Deviation.Reason.notPossible
    if symbols[activity].isEmpty {
      reason = .unknownActivity(suggestion: names.suggestion(for: event.activity))
    } else if automaton.markings(set).allSatisfy({ automaton.net.isFinal($0) }) {
      reason = .afterTheEnd
    } else {
      let blocking = automaton.markings(set).flatMap { marking in
        symbols[activity].flatMap { automaton.net.blocking($0, in: marking) }
      }
      let duties = Set(blocking).sorted()
      if !duties.isEmpty { reason = .dutyOpen(duties) }
    }
    return Deviation(
      position: position, activity: event.activity, time: event.time, reason: reason, states: automaton.states(set),
      possible: automaton.possible(set))
  }

  /// The verdicts, in the order in which the cases first appear.
  ///
  /// - Parameter complete: a case that stops before an end deviates too, at the position after its last event.
  package func report(complete: Bool) -> ReplayReport {
    var verdicts: [CaseVerdict] = []
    verdicts.reserveCapacity(cases.rows.count)
    for (index, row) in cases.rows.enumerated() {
      let verdict: CaseVerdict.Verdict
      if let deviation = deviations[index] {
        verdict = .deviates(deviation)
      } else if automaton.mayBeEnded(Int(row.set)) {
        verdict = .fits
      } else {
        let states = automaton.states(Int(row.set))
        verdict =
          complete
          ? .deviates(
            Deviation(
              position: Int(row.events) + 1, activity: nil, time: nil, reason: .stopsEarly, states: states,
              possible: automaton.possible(Int(row.set)))) : .incomplete(states)
      }
      verdicts.append(CaseVerdict(name: row.name, events: Int(row.events), verdict: verdict))
    }
    let unused = texts.indices.filter { symbols[$0].isEmpty && !map.ignore.contains(texts[$0]) }.map { texts[$0] }
    return ReplayReport(definition: definition, cases: verdicts, unknownActivities: unused, skippedEvents: skipped)
  }
}

/// The cases of a log while it is read.
private struct CaseTable {
  static let deviated: Int32 = -1

  struct Row {
    var name: String
    var events: Int32 = 0
    var set: Int32 = 0
  }

  var rows: [Row] = []
  private var places: [String: Int] = [:]
  private var last: (name: String, index: Int)?

  mutating func index(of name: String) -> Int {
    // Most logs keep a case together.
    if let last, last.name == name { return last.index }
    let index = places[name] ?? rows.count
    if index == rows.count {
      places[name] = index
      rows.append(Row(name: name))
    }
    last = (name, index)
    return index
  }

  mutating func index(ofTrace trace: Int) -> Int {
    while rows.count <= trace { rows.append(Row(name: "#\(rows.count + 1)")) }
    return trace
  }
}
