import Diagnostics
package import Workflows

/// What a picture of a definition shows, before any format: states, arrows, and what is written on them.
///
/// Transitions between the same two states share an arrow. A transition out of many states (cancelled, held from
/// anywhere) would cover the picture with arrows, so it leaves one box that names its states. One that stays is written
/// into its state, or, where many states have it, into a note of its own.
package struct Diagram: Sendable {
  /// A transition out of more states than this leaves a box instead.
  private static let gatherBeyond = 4

  struct Node: Sendable {
    enum Kind: Sendable {
      case plain
      case initial
      case final
      case review
      case child
    }

    let name: StateName
    let title: Text
    let kind: Kind
    /// Reviews, children, deadlines, and transitions that stay.
    let lines: [Line]
  }

  struct Line: Sendable {
    let mark: Mark
    let text: Text
    /// Who; empty where nobody acts.
    var roles: [Text] = []
    /// Expressions that must hold.
    var guards: [String] = []

    enum Mark: Sendable {
      case act
      case automatic
      case system
      case child
      case review
      case deadline
    }
  }

  struct Arrow: Sendable {
    enum End: Sendable, Hashable {
      case state(StateName)
      /// The box of a transition out of many states.
      case gathered(TransitionName)
      /// Where a suspension left from.
      case resumed
    }

    let from: End
    let to: End
    var lines: [Line]
  }

  struct Gathering: Sendable {
    let name: TransitionName
    let states: [StateName]
    /// Shorter than naming the states: all that are open but these.
    let except: [StateName]?
  }

  package let definition: Definition
  let nodes: [Node]
  let arrows: [Arrow]
  let gatherings: [Gathering]
  /// What may be done in many states and moves nothing.
  let everywhere: [(line: Line, gathering: Gathering)]

  package init(_ definition: Definition) {
    self.definition = definition
    var arrows: [Arrow] = []
    var places: [Pair: Int] = [:]
    var staying: [StateName: [Line]] = [:]
    var gatherings: [Gathering] = []
    var everywhere: [(line: Line, gathering: Gathering)] = []
    for transition in definition.transitionOrder.compactMap({ definition.transitions[$0] }) {
      let line = Self.line(transition, definition)
      let target: Arrow.End
      switch transition.to {
      case .state(let name): target = .state(name)
      case .resume: target = .resumed
      case .same where transition.from.count > Self.gatherBeyond:
        everywhere.append((line, Self.gathering(transition, definition)))
        continue
      case .same:
        for state in transition.from { staying[state, default: []].append(line) }
        continue
      }
      var sources = transition.from.map { Arrow.End.state($0) }
      if sources.count > Self.gatherBeyond {
        gatherings.append(Self.gathering(transition, definition))
        sources = [.gathered(transition.name)]
      }
      for source in sources {
        let pair = Pair(from: source, to: target)
        if let place = places[pair] {
          arrows[place].lines.append(line)
        } else {
          places[pair] = arrows.count
          arrows.append(Arrow(from: source, to: target, lines: [line]))
        }
      }
    }
    self.arrows = arrows
    self.gatherings = gatherings
    self.everywhere = everywhere
    nodes = definition.stateOrder.compactMap { definition.states[$0] }.map { state in
      Self.node(state, definition, staying[state.name] ?? [])
    }
  }

  private struct Pair: Hashable {
    let from: Arrow.End
    let to: Arrow.End
  }

  private static func gathering(_ transition: Transition, _ definition: Definition) -> Gathering {
    let open = definition.stateOrder.filter { !(definition.states[$0]?.isFinal ?? true) }
    let missing = open.filter { !transition.from.contains($0) }
    return Gathering(
      name: transition.name, states: transition.from, except: missing.count <= 4 ? missing : nil)
  }

  private static func line(_ transition: Transition, _ definition: Definition) -> Line {
    var guards = transition.guards.map(\.require.text)
    let mark: Line.Mark
    switch transition.trigger {
    case .human: mark = .act
    case .automatic(let when):
      mark = .automatic
      guards.insert(when.text, at: 0)
    case .system: mark = .system
    case .child: mark = .child
    case .review: mark = .review
    }
    let roles = transition.roles.map { definition.roles[$0]?.title ?? Text(verbatim: $0.text) }
    return Line(mark: mark, text: transition.title, roles: roles, guards: guards)
  }

  private static func node(_ state: State, _ definition: Definition, _ staying: [Line]) -> Node {
    var kind = Node.Kind.plain
    var lines: [Line] = []
    if let review = state.review {
      kind = .review
      lines += review.stages.map { stage in
        Line(mark: .review, text: stage.title, roles: [definition.roles[stage.role]?.title ?? Text(verbatim: "")])
      }
    }
    if let child = state.child {
      kind = .child
      lines.append(Line(mark: .child, text: Text(verbatim: child.workflow.text)))
    }
    lines += state.deadlines.map { deadline in
      Line(mark: .deadline, text: deadline.title ?? Text(verbatim: deadline.name.text))
    }
    if state.isFinal { kind = .final }
    if state.name == definition.initial { kind = .initial }
    return Node(name: state.name, title: state.title, kind: kind, lines: lines + staying)
  }
}

extension Diagram {
  /// The picture in words: for those who do not see it, and as the file's description.
  package func description(_ wording: Wording) -> String {
    let finals = nodes.filter { $0.kind == .final }.map { wording($0.title) }.joined(separator: ", ")
    let initial = nodes.first { $0.kind == .initial }.map { wording($0.title) } ?? ""
    let count = definition.transitions.count
    var text = wording(
      Text(
        en: "\(nodes.count) states and \(count) transitions. It begins with \(initial) and ends with \(finals).",
        ja: "状態 \(nodes.count)、遷移 \(count)。開始は\(initial)、終了は\(finals)。"))
    for arrow in arrows {
      let acts = arrow.lines.map { wording($0.text) }.joined(separator: ", ")
      text += " \(name(arrow.from, wording)) → \(name(arrow.to, wording)): \(acts)."
    }
    for (line, gathering) in everywhere { text += " \(gathered(gathering, wording)): \(wording(line.text))." }
    return text
  }

  func name(_ end: Arrow.End, _ wording: Wording) -> String {
    switch end {
    case .state(let name): return definition.states[name].map { wording($0.title) } ?? name.text
    case .resumed: return wording(Text(en: "where it was left", ja: "中断前の状態"))
    case .gathered(let name):
      return gatherings.first { $0.name == name }.map { gathered($0, wording) } ?? name.text
    }
  }

  /// The same in lines of a few states, for a box.
  func gatheredLines(_ gathering: Gathering, _ wording: Wording) -> [String] {
    let words = gathered(gathering, wording).split(separator: ", ").map(String.init)
    return stride(from: 0, to: words.count, by: 3).map { start in
      words[start..<min(start + 3, words.count)].joined(separator: ", ")
    }
  }

  /// What may be done in many states and moves nothing, as the lines of a note.
  func everywhereLines(_ wording: Wording) -> [String] {
    everywhere.flatMap { line, gathering in
      line.pieces(wording, guards: 1, width: 40) + gatheredLines(gathering, wording).map { "    " + $0 }
    }
  }

  func gathered(_ gathering: Gathering, _ wording: Wording) -> String {
    func titles(_ states: [StateName]) -> String {
      states.map { definition.states[$0].map { wording($0.title) } ?? $0.text }.joined(separator: ", ")
    }
    guard let except = gathering.except else { return titles(gathering.states) }
    if except.isEmpty { return wording(Text(en: "any open state", ja: "未完了のすべての状態")) }
    let list = titles(except)
    return wording(Text(en: "any open state but \(list)", ja: "\(list)を除く未完了の状態"))
  }
}

extension Diagram.Line {
  /// `▷ 提出 Submit (起案者) [guard]`, in pieces of which each fits a line.
  func pieces(_ wording: Wording, guards most: Int, width: Int) -> [String] {
    var first = "\(mark.sign)\(wording(text).printable)"
    if !roles.isEmpty { first += " (" + roles.map { wording($0).printable }.joined(separator: ", ") + ")" }
    var pieces = [first.shortened(toWidth: width * 2)]
    pieces += guards.prefix(most).map { "[" + $0.printable.shortened(toWidth: width) + "]" }
    if guards.count > most { pieces.append("[+\(guards.count - most)]") }
    return pieces
  }
}

extension Diagram.Line.Mark {
  /// Characters that Japanese fonts have (JIS X 0208).
  var sign: String {
    switch self {
    case .act: ""
    case .automatic: "⇒ "
    case .system: "※ "
    case .child: "▽ "
    case .review: "◎ "
    case .deadline: "◆ "
    }
  }
}
