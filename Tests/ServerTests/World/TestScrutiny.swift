import Diagnostics
import Engine
import Workflows

/// Finds what a definition's name announces; what is found in earnest is the verifier's matter and has its own tests.
enum TestScrutiny {
  static let byName = Scrutiny { after, before, _ in
    var finding = Scrutiny.Finding()
    for name in after.current.keys.sorted() where after.current[name] != before.current[name] {
      let place = after.definition(name)?.states.values.first { $0.isFinal }?.location
      func diagnostic(_ severity: Severity) -> Diagnostic {
        Diagnostic(
          "E302", severity, Text(en: "no way leads to an end", ja: "終了に至りません"), at: place,
          notes: [.init(Text(en: "shortest path: open", ja: "最短の経路: open"))],
          help: Text(en: "add a transition", ja: "遷移を加えてください"))
      }
      if name.text.hasPrefix("unsound") { finding.refuted.append(diagnostic(.error)) }
      if name.text.hasPrefix("doubtful") {
        finding.undecided.append(diagnostic(.warning))
        finding.questions.append("\(name) E302 state open")
      }
    }
    return finding
  }

  /// A definition that loads.
  static func flow(_ name: String) -> String {
    """
    workflow: \(name)
    title: {en: Note \(UInt32.random(in: 0 ... .max)), ja: 覚書}
    key: \(name.prefix(2).uppercased())-{sequence:3}
    create: {by: [borrower]}
    data: {type: object, additionalProperties: false, properties: {n: {type: integer, title: {en: N, ja: 数}}}}
    roles: {borrower: {title: {en: Borrower, ja: 借受者}}}
    states: {open: {title: {en: Open, ja: 開}, initial: true}, gone: {title: {en: Gone, ja: 終}, final: true}}
    transitions: {close: {title: {en: Close, ja: 完了}, from: open, to: gone, by: borrower}}

    """
  }
}
