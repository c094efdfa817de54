import Verifier

/// What many comparisons add up to.
struct Tally: Sendable {
  private(set) var compared = 0
  private(set) var skipped: [String: Int] = [:]
  private(set) var disagreements: [String] = []
  private(set) var pathsCompared = 0
  /// Of each rule, in how many seeds it has some question with the verdict.
  private(set) var sides: [VerifierCode: [Verdict: Int]] = [:]
  private var questions: [VerifierCode: [Verdict: Int]] = [:]

  mutating func add(_ comparison: Comparison) {
    switch comparison.outcome {
    case .skipped(let why): skipped[why, default: 0] += 1
    case .compared: compared += 1
    }
    for (rule, verdicts) in comparison.verdicts {
      for (verdict, count) in verdicts {
        sides[rule, default: [:]][verdict, default: 0] += 1
        questions[rule, default: [:]][verdict, default: 0] += count
      }
    }
    disagreements += comparison.disagreements
    pathsCompared += comparison.pathsCompared
  }

  mutating func add(_ other: Tally) {
    compared += other.compared
    skipped.merge(other.skipped, uniquingKeysWith: +)
    disagreements += other.disagreements
    pathsCompared += other.pathsCompared
    for (rule, verdicts) in other.sides { sides[rule, default: [:]].merge(verdicts, uniquingKeysWith: +) }
    for (rule, verdicts) in other.questions { questions[rule, default: [:]].merge(verdicts, uniquingKeysWith: +) }
  }

  var summary: String {
    "\(compared) compared, left out \(skipped), \(pathsCompared) shortest runs compared, "
      + "\(disagreements.count) disagreements"
  }

  /// A line a rule: questions, and the share of the seeds in which it has each verdict.
  var table: [String] {
    sides.keys.sorted().map { rule in
      let cells = Verdict.allCases.map { verdict in
        let share = (sides[rule]?[verdict] ?? 0) * 100 / max(1, compared)
        return "\(verdict.rawValue) \(questions[rule]?[verdict] ?? 0) (\(share) % of the seeds)"
      }
      return "\(rule.rawValue): " + cells.joined(separator: ", ")
    }
  }
}
