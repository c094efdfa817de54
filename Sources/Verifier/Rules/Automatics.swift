import Workflows

extension View {
  func ambiguousAutomatics() -> [Question] { [] }
  func restlessAutomatics() -> [Question] { [] }
  func automaticGaps() -> [Question] { [] }
}
