import Diagnostics
import Workflows

/// A small workflow made from a seed, as the text that an author would write: three to six states, data with few
/// values, and now and then a review, a child, a deadline, documents, edits, inputs, effects, excluded roles. About one
/// thing in three is wrong on purpose, so that every verdict has both sides.
struct RandomDefinition {
  let seed: UInt64
  private(set) var files: [SourceFile] = []
  private var random: SplitMix64
  private var states: [String] = []
  private var finals: [String] = ["finished"]
  private var transitions: [String] = []
  private var stateTexts: [String: String] = [:]
  private var hasFlag = false
  private var requiresNumber = false
  private var hasOwner = false
  private var hasPost = false
  private var hasPaper = false
  /// What multiplies the situations: 0 more data, 1 documents, 2 who acted.
  private var theme = 0
  private var usesKid = false
  private var excludes: (String, String)?
  /// Two roles may create an item.
  private var isOpenToBoth = false
  /// The conditions being written are asked of drafts too.
  private var isDrafting = true

  static let workflow: WorkflowName = "flow"

  init(seed: UInt64) {
    self.seed = seed
    random = SplitMix64(state: seed &* 0x9E37_79B9 &+ 77)
    for _ in 0..<8 { _ = random.next() }
    draft()
  }

  // MARK: Chance

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }
  private mutating func target() -> String {
    // Ahead more often than back, so that many flows come to an end.
    chance(25) ? pick(finals) : pick(states + finals)
  }

  // MARK: Conditions

  /// Conditions over values 0 to 2 of a number and two of a flag; some can never hold.
  private mutating func atom() -> String {
    // A draft may lack what is required.
    let number = requiresNumber && !isDrafting && chance(60) ? "data.n" : "data.?n.orValue(0)"
    if hasFlag, chance(35) { return chance(50) ? "data.?f.orValue(false)" : "!data.?f.orValue(false)" }
    if !requiresNumber, chance(15) { return "has(data.n)" }
    // No interval says this.
    if chance(6) { return "[0, 2].exists(x, x == \(number))" }
    return "\(number) \(pick(["<", "<=", "==", "!=", ">=", ">"])) \(pick([0, 1, 1, 2, 2, 3]))"
  }

  private mutating func condition() -> String {
    switch Int.random(in: 0..<10, using: &random) {
    case 0..<5: return atom()
    case 5..<8: return "\(atom()) && \(atom())"
    default: return "\(atom()) || \(atom())"
    }
  }

  private mutating func guardText() -> String {
    if hasPaper, chance(25) {
      return "guard: [{require: \"size(documents.paper) > \(pick([0, 0, 1, 2]))\", else: {en: No, ja: 否}}], "
    }
    return chance(45) ? "guard: [{require: '\(condition())', else: {en: No, ja: 否}}], " : ""
  }

  private mutating func effectText() -> String {
    guard chance(25) else { return "" }
    if chance(30), !requiresNumber { return "effects: [{unset: [n]}], " }
    if hasFlag, chance(30) { return "effects: [{set: {f: \"\(chance(50))\"}}], " }
    return "effects: [{set: {n: \"\(pick([0, 1, 2]))\"}}], "
  }

  private mutating func inputText() -> String {
    chance(20) ? "input: {\(chance(50) ? "required" : "optional"): [n]}, " : ""
  }

  // MARK: Parts

  private mutating func draft() {
    // Who acted, documents and flags multiply the situations: not all at once.
    theme = pick([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2])
    hasFlag = theme == 0
    hasPaper = theme == 1
    requiresNumber = chance(50)
    isOpenToBoth = chance(10)
    hasOwner = chance(60)
    if theme == 2 {
      excludes = chance(70) ? ("owner", "clerk") : ("boss", "clerk")
      hasOwner = hasOwner || excludes?.0 == "owner"
    }
    hasPost = theme == 0 && chance(30)
    states = (0..<Int.random(in: 2...(theme == 2 ? 3 : 4), using: &random)).map { "s\($0)" }
    if chance(40) { finals.append("gone") }
    for state in states {
      isDrafting = state == states[0]
      draft(state)
    }
    isDrafting = true
    if chance(30) { draftAnywhere() }
    isDrafting = false
    plantAll()
    files = [SourceFile(name: "flow.yaml", text: text())]
    if usesKid { files.append(SourceFile(name: "kid.yaml", text: kid())) }
    if theme == 2 { files.append(SourceFile(name: "judge.yaml", text: judge())) }
  }

  private mutating func draft(_ state: String) {
    let isFirst = state == states[0]
    var fields: [String] = []
    if chance(30) {
      fields.append("edit: [{by: \(role()), fields: \(chance(60) || hasPost ? "[n]" : hasFlag ? "[n, f]" : "[n]")}]")
    }
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<15 where !isFirst: fields.append(review())
    case 15..<28 where !isFirst: fields.append(child())
    case 32..<60: automatics(from: state)
    default:
      for index in 0..<Int.random(in: 0...2, using: &random) { human("h\(index)_\(state)", from: state) }
      if chance(25) { fields.append(deadline(of: state, guardText())) }
    }
    stateTexts[state] = fields.joined(separator: ", ")
  }

  private mutating func role() -> String {
    var roles = ["clerk", "boss", "boss"]
    if hasOwner { roles.append("owner") }
    if hasPost { roles.append("post") }
    return pick(roles)
  }

  // MARK: Plants

  /// A corner of its own for each rule that chance alone would seldom touch: sound, broken, or absent. Somebody can
  /// always walk into it from the start.
  private mutating func plantAll() {
    let plants: [(String, [String], [String])] = [
      (
        "choice", ["a: 'data.?n.orValue(0) < 2'", "b: 'data.?n.orValue(0) >= 2'"],
        ["a: 'data.?n.orValue(0) < 2'", "b: 'data.?n.orValue(0) >= 1'"]
      ),
      (
        "gap", ["a: 'data.?n.orValue(0) != 1'", "b: 'data.?n.orValue(0) == 1'"],
        ["a: 'data.?n.orValue(0) > 1'", "b: 'data.?n.orValue(0) < 1'"]
      ),
      ("circle", ["a: 'data.?n.orValue(0) < 5'"], ["same: 'data.?n.orValue(0) < 2'", "b: 'data.?n.orValue(0) >= 2'"]),
    ]
    for (name, sound, broken) in plants {
      guard let whens = chance(35) ? sound : chance(75) ? broken : nil else { continue }
      enter(name)
      for when in whens {
        let parts = when.split(separator: ":", maxSplits: 1)
        let to = parts[0] == "same" ? name : "finished"
        transitions.append("  \(name)_\(parts[0]): {title: {en: A, ja: 自}, from: \(name), to: \(to), when:\(parts[1])}")
      }
      states.append(name)
    }
    if chance(80) {
      let isSound = chance(40) || !hasOwner
      enter("ballot")
      stateTexts["ballot"] = """
        review: {stages: [{name: round, title: {en: R, ja: 審}, by: \(isSound ? "boss" : "owner"), quorum: 2}], \
        on: {approved: finished, returned: finished, rejected: finished}}
        """
      states.append("ballot")
    }
    if chance(75) {
      usesKid = true
      enter("errand")
      let lost = chance(40) ? ", lost: finished" : ""
      stateTexts["errand"] = "child: {workflow: kid, with: {m: \"\(pick([0, 1]))\"}}, on: {made: finished\(lost)}"
      states.append("errand")
    }
    plantAlarm()
    if excludes?.0 == "owner" {
      transitions.append("  claim: {title: {en: C, ja: 要}, from: \(states[0]), to: finished, by: owner}")
    }
    if hasPaper {
      for (name, counts) in [("file", [0, 1]), ("bind", [2, 2, 2, 0])] where chance(80) {
        transitions.append(
          "  \(name): {title: {en: F, ja: 綴}, from: \(states[0]), to: finished, by: boss, "
            + "guard: [{require: \"size(documents.paper) > \(pick(counts))\", else: {en: No, ja: 否}}]}")
      }
    }
  }

  /// A deadline that moves the item, or tells somebody, or does neither.
  private mutating func plantAlarm() {
    guard chance(70) else { return }
    enter("alarm")
    let never = "guard: [{require: 'data.?n.orValue(0) > 4', else: {en: No, ja: 否}}], "
    stateTexts["alarm"] = deadline(of: "alarm", chance(55) ? never : "")
    transitions.append("  hush: {title: {en: H, ja: 静}, from: alarm, to: finished, by: clerk}")
    states.append("alarm")
  }

  private mutating func deadline(of state: String, _ condition: String) -> String {
    let told = chance(15) ? ", escalate: [{after: 0, to: [\(role())]}]" : chance(15) ? ", escalate: []" : ""
    transitions.append(
      "  t_\(state): {title: {en: T, ja: 期}, from: \(state), \(condition)to: \(target()), by: system}")
    return "deadlines: {late: {after: 3, do: t_\(state)\(told)}}"
  }

  private mutating func enter(_ state: String) {
    transitions.append("  to_\(state): {title: {en: G, ja: 進}, from: \(states[0]), to: \(state), by: boss}")
  }

  private mutating func human(_ name: String, from state: String) {
    let parts = guardText() + inputText() + effectText()
    let to = chance(10) ? "$same" : target()
    transitions.append("  \(name): {title: {en: H, ja: 人}, from: \(state), \(parts)to: \(to), by: \(role())}")
  }

  private mutating func automatics(from state: String) {
    let first = condition()
    var whens = [first]
    if chance(70) { whens.append(chance(70) ? "!(\(first))" : condition()) }
    for (index, when) in whens.enumerated() {
      transitions.append(
        "  a\(index)_\(state): {title: {en: A, ja: 自}, from: \(state), \(effectText())to: \(target()), when: '\(when)'}"
      )
    }
    if chance(20) { human("h_\(state)", from: state) }
  }

  private mutating func draftAnywhere() {
    let except = chance(60) && states.count > 1 ? "except: [\(pick(Array(states.dropFirst())))], " : ""
    transitions.append(
      "  anywhere: {title: {en: Any, ja: 任意}, from: any, \(except)\(guardText())to: \(pick(finals)), by: \(role())}")
  }

  private mutating func review() -> String {
    let (by, quorum) = hasOwner && chance(40) ? ("owner", pick(["2", "1", "any"])) : ("boss", pick(["1", "2", "any"]))
    return """
      review: {stages: [{name: round, title: {en: R, ja: 審}, by: \(by), quorum: \(quorum)}], \
      on: {approved: \(target()), returned: \(target()), rejected: \(target())}}
      """
  }

  private mutating func child() -> String {
    usesKid = true
    let lost = chance(50) ? ", lost: \(target())" : ""
    return "child: {workflow: kid, with: {m: \"\(pick([0, 1]))\"}}, on: {made: \(target())\(lost)}"
  }

  // MARK: Text

  private static let head = "title: {en: F, ja: 流}"

  private func text() -> String {
    var lines = [
      "workflow: flow", Self.head, "key: F-{sequence:4}",
      "create: {by: [\(isOpenToBoth ? "clerk, boss" : "clerk")]}", "data:", "  type: object",
    ]
    lines += ["  additionalProperties: false"]
    if requiresNumber { lines.append("  required: [n]") }
    lines += ["  properties:", "    n: {type: integer, minimum: 0, maximum: 2, title: {en: N, ja: 数}}"]
    if hasFlag { lines.append("    f: {type: boolean, title: {en: F, ja: 旗}}") }
    if hasPost { lines.append("    p: {type: string, title: {en: P, ja: 職}}") }
    if hasPaper {
      lines += ["documents:", "  paper: {title: {en: P, ja: 紙}, by: [clerk], max_count: 2}"]
    }
    lines += ["roles:"] + roleLines()
    lines.append("states:")
    for (index, state) in states.enumerated() {
      let rest = [index == 0 ? "initial: true" : "", stateTexts[state] ?? ""].filter { !$0.isEmpty }
      lines.append("  \(state): {" + (["title: {en: S, ja: 状}"] + rest).joined(separator: ", ") + "}")
    }
    for name in finals { lines.append("  \(name): {title: {en: E, ja: 終}, final: true, outcome: \(name)}") }
    lines.append(transitions.isEmpty ? "transitions: {}" : "transitions:")
    return (lines + transitions).joined(separator: "\n") + "\n"
  }

  private func roleLines() -> [String] {
    var lines = ["clerk", "boss"].map { name in
      let excluded = excludes?.0 == name ? ", excludes: [\(excludes?.1 ?? "")]" : ""
      return "  \(name): {title: {en: R, ja: 役}\(excluded)}"
    }
    if hasOwner {
      let excluded = excludes?.0 == "owner" ? ", excludes: [clerk]" : ""
      lines.append("  owner: {title: {en: O, ja: 主}, held_by: creator\(excluded)}")
    }
    if hasPost { lines.append("  post: {title: {en: P, ja: 職}, held_by: data.p}") }
    return lines
  }

  /// The child: one or two ways to end.
  private mutating func kid() -> String {
    let lost = chance(45) ? "data.?m.orValue(0) \(pick([">", "<", "=="])) \(pick([0, 1]))" : "true"
    return """
      workflow: kid
      \(Self.head)
      key: K-{sequence:4}
      create: {by: [nobody], parents: [flow], standalone: false}
      data:
        type: object
        additionalProperties: false
        properties:
          m: {type: integer, minimum: 0, maximum: 1, title: {en: M, ja: 数}}
          q: {type: string, title: {en: Q, ja: 職}}
      roles: {nobody: {title: {en: N, ja: 無}, held_by: data.q}, boss: {title: {en: B, ja: 長}}}
      states:
        young: {title: {en: Y, ja: 幼}, initial: true}
        made: {title: {en: M, ja: 成}, final: true, outcome: made}
        lost: {title: {en: L, ja: 失}, final: true, outcome: lost}
      transitions:
        make: {title: {en: M, ja: 成}, from: young, to: made, by: boss}
        lose: {title: {en: L, ja: 失}, from: young, to: lost, by: boss, guard: [{require: '\(lost)', else: {en: N, ja: 否}}]}

      """
  }

  /// Joins the family later and excludes two roles of its own: here what was lawful before becomes mixed.
  private func judge() -> String {
    """
    workflow: judge
    \(Self.head)
    key: J-{sequence:4}
    create: {by: [third], parents: [flow], standalone: false}
    data: {type: object, additionalProperties: false, properties: {m: {type: boolean, title: {en: M, ja: 旗}}}}
    roles:
      third: {title: {en: T, ja: 三}}
      clerk: {title: {en: C, ja: 係}}
      boss: {title: {en: B, ja: 長}, excludes: [clerk]}
    states:
      open: {title: {en: O, ja: 開}, initial: true}
      closed: {title: {en: C, ja: 閉}, final: true}
    transitions:
      close: {title: {en: C, ja: 閉}, from: open, to: closed, by: [boss, clerk]}

    """
  }
}
