import Diagnostics
import JSON
import Workflows

/// A refusal with the names of those who can help.
extension Problem {
  /// - Parameter helpers: for each role that a reason names, who holds it on this item.
  init(_ refusal: Refusal, helpers: HelpfulPeople) {
    let detail = refusal.reasons.first?.message ?? Text(en: "the request was refused", ja: "要求は拒否されました")
    self.init(Self.code(refusal.kind), detail, pointer: refusal.reasons.lazy.compactMap(\.pointer).first)
    reasons = refusal.reasons.map { helpers.json($0) }
    extras["act"] = .string(refusal.act)
  }

  static func code(_ kind: Refusal.Kind) -> ProblemCode {
    switch kind {
    case .denied: .denied
    case .blocked: .blocked
    case .invalid: .invalid
    case .unknown: .notFound
    case .stale: .stale
    }
  }
}
