import Diagnostics

/// Open deadlines under the new version, computed as of the moment at which the state was entered or the duty opened.
extension ItemCarrier {
  mutating func carried(
    _ olds: [ArmedDeadline], from state: StateName, to name: StateName, since: Instant
  ) -> [ArmedDeadline] {
    let earlier = from.states[state]?.deadlines ?? []
    return (to.states[name]?.deadlines ?? []).compactMap { deadline in
      arm(
        deadline, duty: nil, olds.first { $0.name == deadline.name }, earlier.first { $0.name == deadline.name },
        since: since)
    }
  }

  mutating func dutyDeadlines() -> [ArmedDeadline] {
    var armed = old.runtime.deadlines.filter { $0.duty != nil }
    var result: [ArmedDeadline] = []
    for duty in old.runtime.duties {
      let index = armed.firstIndex { duty.has($0) }
      let existing = index.map { armed.remove(at: $0) }
      guard let deadline = to.duties[duty.name]?.due else { continue }
      if let next = arm(deadline, duty: duty, existing, from.duties[duty.name]?.due, since: duty.since) {
        result.append(next)
      }
    }
    return result
  }

  /// What runs on unchanged keeps its number and its tasks; anything else is armed anew, and tells of what is over only
  /// where it is another deadline than before.
  private mutating func arm(
    _ deadline: Deadline, duty: OpenDuty?, _ existing: ArmedDeadline?, _ earlier: Deadline?, since: Instant
  ) -> ArmedDeadline? {
    switch after.at(since).due(of: deadline, item, to) {
    case .failure(let failure):
      let message = failure.reason.message
      refuse(
        .deadline, en: "the deadline \(deadline.name) cannot be computed: \(message.en)",
        ja: "期限「\(deadline.name)」を計算できません:\(message.ja)")
      return nil
    case .success(let due):
      let isSameDay = existing?.due.moment == due.moment
      if let existing, isSameDay, earlier.map({ deadline.hasSameConsequences(as: $0) }) ?? false {
        return ArmedDeadline(
          number: existing.number, name: existing.name, duty: duty?.name, owner: duty?.owner, due: due)
      }
      let armed = ArmedDeadline(
        number: item.runtime.armings, name: deadline.name, duty: duty?.name, owner: duty?.owner, due: due)
      item.runtime.armings += 1
      after.schedule(armed, deadline, item, to, isSameDay ? .ahead : .all)
      return armed
    }
  }
}
