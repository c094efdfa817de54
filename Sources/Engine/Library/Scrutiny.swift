package import Diagnostics
package import JSON
package import Workflows

/// Who looks at a change of what is in force before it is made.
///
/// The engine proves nothing itself: the proofs are made on the floor above the definitions, which nothing that moves an
/// item needs. So whoever deposits or approves a version brings somebody who looks; there is no verb without.
package struct Scrutiny: Sendable {
  /// What stands against a change.
  package struct Finding: Sendable {
    /// Shown to be wrong: the change is refused.
    package var refuted: [Diagnostic]
    /// Not known: the change is refused unless somebody accepts it, with a reason that is recorded.
    package var undecided: [Diagnostic]
    /// The undecided questions by name, as the record says them.
    package var questions: [String]

    package init(refuted: [Diagnostic] = [], undecided: [Diagnostic] = [], questions: [String] = []) {
      self.refuted = refuted
      self.undecided = undecided
      self.questions = questions
    }
  }

  /// The library as it would be, the one in force, and the day on which it is asked.
  package let examine: @Sendable (_ after: Library, _ before: Library, _ today: Day) async throws -> Finding

  package init(
    examine: @escaping @Sendable (_ after: Library, _ before: Library, _ today: Day) async throws -> Finding
  ) {
    self.examine = examine
  }
}

extension Scrutiny {
  /// Nothing is found about a calendar: no question reads it.
  func finding(
    about candidate: ArtifactFile, shownAs name: String, among library: Library, today: Day
  ) async throws -> Finding {
    guard let after = try candidate.library(on: library, shownAs: name) else { return Finding() }
    return try await examine(after, library, today)
  }
}

extension Scrutiny.Finding {
  /// What is recorded of accepting this; nil where nothing was undecided.
  ///
  /// - Throws: `unsound` or `undecided`, with the findings.
  package func accepted(for reason: String?) throws(EngineError) -> JSONValue? {
    if let first = refuted.first {
      var error = EngineError(.unsound, first.message)
      error.diagnostics = refuted + undecided
      throw error
    }
    guard let first = undecided.first else { return JSONValue?.none }
    guard let reason, !reason.allSatisfy(\.isWhitespace) else {
      var error = EngineError(.undecided, first.message)
      error.diagnostics = undecided
      throw error
    }
    return ["reason": .string(reason), "questions": .array(questions.map { .string($0) })]
  }
}

extension ArtifactFile {
  /// What would be in force with this file; nil for a calendar, about which nothing is asked.
  fileprivate func library(on present: Library, shownAs name: String) throws -> Library? {
    let file = SourceFile(name: name, text: source)
    var library = present
    switch kind {
    case .workflow:
      let (definition, diagnostics) = checkDefinition(file, against: present)
      guard let definition, !diagnostics.hasErrors else { throw Self.unreadable(diagnostics) }
      library.add(definition)
    case .parameter:
      let (parameter, diagnostics) = loadParameter(file)
      guard let parameter, !diagnostics.hasErrors else { throw Self.unreadable(diagnostics) }
      library.parameters[parameter.name] = parameter
    case .calendar: return nil
    }
    return library
  }

  private static func unreadable(_ diagnostics: [Diagnostic]) -> EngineError {
    let first = diagnostics.first { $0.severity == .error }?.message
    var error = EngineError(
      .invalid,
      Text(
        en: "among the files in force this one is not understood: \(first?.en ?? "")",
        ja: "施行中のファイルの中でこのファイルを解釈できません:\(first?.ja ?? "")"))
    error.diagnostics = diagnostics
    return error
  }
}
