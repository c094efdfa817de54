package import Diagnostics
package import Workflows

/// Every question about the definitions of a library, in the order: workflow, rule, place.
package struct VerificationReport: Sendable {
  package let questions: [Question]

  package init(_ questions: [Question]) { self.questions = questions }

  /// Refuted and undecided questions as people read them.
  package var diagnostics: [Diagnostic] { questions.compactMap(\.diagnostic).inReadingOrder() }
  package var refuted: [Question] { questions.filter { $0.verdict == .refuted } }
  package var undecided: [Question] { questions.filter { $0.verdict == .undecided } }
  package var isSound: Bool { questions.allSatisfy { $0.verdict == .proved } }

  package func questions(_ rule: VerifierCode, _ workflow: WorkflowName? = nil) -> [Question] {
    questions.filter { $0.rule == rule && (workflow == nil || $0.workflow == workflow) }
  }

  package func question(_ rule: VerifierCode, _ workflow: WorkflowName, _ subject: Subject) -> Question? {
    questions.first { $0.rule == rule && $0.workflow == workflow && $0.subject == subject }
  }
}
