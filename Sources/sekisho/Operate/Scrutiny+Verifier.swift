import Diagnostics
import Engine
import NIOPosix
import Verifier
import Workflows

extension Scrutiny {
  /// The verifier, on a thread of its own: it computes for up to a second, and requests go on meanwhile.
  static let verifier = Scrutiny { after, before, today in
    Finding(
      try await NIOThreadPool.singleton.runIfActive { objections(to: after, inPlaceOf: before, today: today) })
  }
}

extension Scrutiny.Finding {
  init(_ objections: Objections) {
    self.init(
      refuted: objections.refuted.compactMap(\.diagnostic), undecided: objections.undecided.compactMap(\.diagnostic),
      questions: objections.undecided.map { "\($0.workflow) \($0.rule.rawValue) \($0.subject)" })
  }
}
