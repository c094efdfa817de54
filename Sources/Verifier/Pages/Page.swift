package import Diagnostics

/// The page of a code: what it means, an example that breaks the rule, how to mend it.
package struct ExplanationPage: Sendable {
  package let meaning: Text
  /// YAML, the same in both languages.
  package let example: String
  package let mending: Text

  /// As `sekisho explain` prints it under the title.
  package var text: Text {
    func page(_ language: Language, _ headings: (String, String)) -> String {
      let lines = example.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
      return """
        \(meaning[language])

        \(headings.0)

        \(lines.joined(separator: "\n"))

        \(headings.1)

        \(mending[language])
        """
    }
    return Text(en: page(.en, ("Breaks the rule:", "To mend it:")), ja: page(.ja, ("規則に反する例:", "直し方:")))
  }
}

extension VerifierCode {
  package var page: ExplanationPage {
    switch self {
    case .unreachableState, .noWayToEnd, .neverFires, .ambiguousAutomatic, .restlessAutomatic, .automaticGap: flowPage
    case .idleDeadline, .unreachableQuorum, .unheldRole, .dutiesCannotBeKept, .dutiesCanBeMixed: dutyPage
    case .unhandledOutcome, .unattachableDocument, .parameterGap, .missingLabel, .missingSource: partPage
    }
  }
}
