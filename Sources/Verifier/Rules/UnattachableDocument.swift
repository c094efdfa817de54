import CEL
import Diagnostics
import Workflows

/// E313: a transition asks for a document that nobody can attach, or for more than the slot holds.
extension View {
  func unattachableDocuments() -> [Question] {
    let domain = Domain(self)
    return definition.transitionOrder.compactMap { definition.transitions[$0] }.flatMap { transition -> [Question] in
      domain.requiredDocuments(of: transition).sorted { $0.key < $1.key }.map { slot, count in
        question(transition, slot, count)
      }
    }
  }

  private func question(_ transition: Transition, _ name: SlotName, _ count: (needed: Int, at: Location)) -> Question {
    let subject = Subject.document(transition.name, name)
    guard let slot = definition.documents[name] else { return holds(.unattachableDocument, subject) }
    let cause: Text
    if !holding.canHoldOne(of: slot.by) {
      cause = Text(en: "nobody can attach to \"\(name)\"", ja: "「\(name)」に添付できる人がいません")
    } else if slot.maxSize == 0 {
      cause = Text(en: "\"\(name)\" takes no file of any size", ja: "「\(name)」はどの大きさのファイルも受け付けません")
    } else if slot.maxCount < count.needed {
      cause = Text(
        en: "\"\(name)\" holds \(slot.maxCount) files, but \(count.needed) are asked for",
        ja: "「\(name)」の上限は\(slot.maxCount)件ですが、\(count.needed)件が必要です")
    } else {
      return holds(.unattachableDocument, subject)
    }
    let ways = flow.shortestWays(.unknown)
    let places = transition.from.compactMap { flow.index[$0] }.filter { ways.has($0) }
    let path = places.map { flow.path(ways, to: $0) }.min { $0.count < $1.count } ?? []
    return finding(
      .unattachableDocument, subject, cause, at: count.at, path: path,
      help: Text(
        en: "let a role attach it that somebody can hold, or ask for what the slot can hold",
        ja: "担える役割に添付を許すか、添付欄に入る数・大きさにしてください"))
  }
}
