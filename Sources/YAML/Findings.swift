package import Diagnostics

/// Where diagnostics are collected while a file is read, so that an author sees all mistakes at once.
///
/// A class because every reader of a part reports into the same one. Bounded: a file of a hundred thousand mistakes
/// becomes a list a person can read.
package final class Findings {
  package private(set) var diagnostics: [Diagnostic] = []
  private let limit: Int

  package init(limit: Int = 100) {
    self.limit = limit
  }

  package var hasErrors: Bool { diagnostics.hasErrors }

  /// Nothing more will be kept: work for further findings is wasted.
  package var isFull: Bool { diagnostics.count > limit }

  package func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < limit {
      diagnostics.append(diagnostic)
    } else if diagnostics.count == limit {
      let message = Text(
        en: "more than \(limit) findings; the rest is not shown", ja: "指摘が \(limit) 件を超えたため、以降は表示しません")
      diagnostics.append(Diagnostic(.tooManyFindings, message, at: diagnostic.location))
    }
  }

  package func report(_ more: some Sequence<Diagnostic>) {
    for diagnostic in more { report(diagnostic) }
  }
}

extension String {
  /// For messages: what an author wrote may be a megabyte long.
  var shortened: String { count > 60 ? prefix(60) + "…" : self }
}
