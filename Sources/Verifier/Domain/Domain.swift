import CEL
import Diagnostics
import Workflows

struct Domain {
  let definition: Definition
  let session: Session

  init(_ definition: Definition, _ session: Session) {
    self.definition = definition
    self.session = session
  }

  func largestSize(of expression: Expression) -> Int { Int.max }

  func requiredDocuments(of transition: Transition) -> [SlotName: (needed: Int, at: Location)] { [:] }
}
