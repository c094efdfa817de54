import Diagnostics
import Workflows

/// Which activities a log may call what in a definition.
///
/// In this order: the mapping file; the exact name of a transition, vote or duty; its exact title in either language
/// (several may share one: the log does not tell them apart, and any of them may be meant); the same without regard
/// to case, spaces and punctuation (`Create Fine` is `create_fine`).
struct ActivityNames {
  let all: [ReplaySymbol]
  private var byName: [String: [ReplaySymbol]] = [:]
  private var byTitle: [String: [ReplaySymbol]] = [:]
  private var loose: [String: [ReplaySymbol]] = [:]

  init(_ definition: Definition) {
    var titled: [(ReplaySymbol, Text)] = definition.transitionOrder.compactMap { name in
      definition.transitions[name].map { (.transition(name), $0.title) }
    }
    if definition.states.values.contains(where: { $0.review != nil }) {
      titled += Vote.allCases.map { (.vote($0), $0.title) }
    }
    titled += definition.duties.values.sorted { $0.name < $1.name }.map { (.duty($0.name), $0.title) }
    all = titled.map(\.0)
    for (symbol, title) in titled {
      byName[symbol.name, default: []].append(symbol)
      for text in Set([title.en, title.ja]) { byTitle[text, default: []].append(symbol) }
      for text in Set([symbol.name, title.en, title.ja].map(Self.loosened)) { loose[text, default: []].append(symbol) }
    }
  }

  /// Empty where the definition knows no such activity.
  func symbols(for activity: String, _ map: ActivityMap) -> [ReplaySymbol] {
    if let names = map.activities[activity] { return names.flatMap { byName[$0] ?? [] } }
    return byName[activity] ?? byTitle[activity] ?? loose[Self.loosened(activity)] ?? []
  }

  /// The nearest name for a message.
  func suggestion(for activity: String) -> String? {
    Suggestion.nearest(to: Self.loosened(activity), in: loose.keys).flatMap { loose[$0]?.first?.name }
  }

  /// Letters and digits in lower case, everything between them one space.
  private static func loosened(_ text: String) -> String {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}
