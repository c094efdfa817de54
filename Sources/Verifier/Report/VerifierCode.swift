package import Diagnostics

/// One code a rule. A code never changes its meaning; `sekisho explain CODE` shows its page.
package enum VerifierCode: String, Sendable, Hashable, CaseIterable, Comparable {
  case unreachableState = "E301"
  case noWayToEnd = "E302"
  case neverFires = "E303"
  case ambiguousAutomatic = "E304"
  case restlessAutomatic = "E305"
  case automaticGap = "E306"
  case idleDeadline = "E307"
  case unreachableQuorum = "E308"
  case unheldRole = "E309"
  case dutiesCannotBeKept = "E310"
  case dutiesCanBeMixed = "E311"
  case unhandledOutcome = "E312"
  case unattachableDocument = "E313"
  case parameterGap = "E314"
  case missingLabel = "E315"
  case missingSource = "E316"

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  package var title: Text {
    switch self {
    case .unreachableState: Text(en: "A state that no item can reach", ja: "到達できない状態")
    case .noWayToEnd: Text(en: "A state without a way to an end", ja: "終了に至らない状態")
    case .neverFires: Text(en: "A transition that can never fire", ja: "決して起こらない遷移")
    case .ambiguousAutomatic: Text(en: "Two automatic transitions possible at once", ja: "同時に起こりうる二つの自動遷移")
    case .restlessAutomatic: Text(en: "An automatic cycle that never rests", ja: "止まらない自動遷移の循環")
    case .automaticGap: Text(en: "An automatic choice that is not exhaustive", ja: "場合分けに漏れのある自動遷移")
    case .idleDeadline: Text(en: "A deadline without a consequence", ja: "効果のない期限")
    case .unreachableQuorum: Text(en: "A review that can never reach its quorum", ja: "定足数に達しえない審査")
    case .unheldRole: Text(en: "A role that nobody could hold", ja: "誰も担えない役割")
    case .dutiesCannotBeKept: Text(en: "Separation of duties that cannot be kept", ja: "守ることのできない職務分離")
    case .dutiesCanBeMixed: Text(en: "Separation of duties that can be broken", ja: "破ることのできる職務分離")
    case .unhandledOutcome: Text(en: "An outcome of a child that is not handled", ja: "行き先のない子案件の結果")
    case .unattachableDocument: Text(en: "A required document that can never be attached", ja: "添付できない必要書類")
    case .parameterGap: Text(en: "A parameter without a value for a day in its range", ja: "値のない日があるパラメータ")
    case .missingLabel: Text(en: "A label missing in one language", ja: "片方の言語にない表示名")
    case .missingSource: Text(en: "A legal rule without its source", ja: "根拠のない法的な規則")
    }
  }
}
