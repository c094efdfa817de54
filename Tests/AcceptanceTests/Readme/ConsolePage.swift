/// A Markdown page whose `console` blocks hold commands (after `$ `) and what they print.
struct ConsolePage {
  struct Call {
    let line: Int
    var command: String
    var output: String
  }

  enum Piece {
    /// Lines that are not a console block, kept as they are.
    case text([Substring])
    case console([Call])
    /// A block of shell that is not run here, with the line of its first command.
    case shell([Substring], line: Int)
  }

  private(set) var pieces: [Piece] = []

  init(_ text: String) {
    var plain: [Substring] = []
    var block: (kind: String, start: Int, lines: [Substring])?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let open = block {
        guard line == "```" else {
          block?.lines.append(line)
          continue
        }
        pieces.append(.text(plain))
        plain = []
        pieces.append(
          open.kind == "console"
            ? .console(Self.calls(open.lines, from: open.start)) : .shell(open.lines, line: open.start))
        block = nil
      } else if line == "```console" || line == "```sh" {
        block = (String(line.dropFirst(3)), index + 2, [])
      } else {
        plain.append(line)
      }
    }
    pieces.append(.text(plain))
  }

  private static func calls(_ lines: [Substring], from start: Int) -> [Call] {
    var calls: [Call] = []
    var continues = false
    for (index, line) in lines.enumerated() {
      if continues, !calls.isEmpty {
        calls[calls.count - 1].command += "\n" + line
      } else if line.hasPrefix("$ ") {
        calls.append(Call(line: start + index, command: String(line.dropFirst(2)), output: ""))
      } else if !calls.isEmpty {
        calls[calls.count - 1].output += line + "\n"
        continue
      }
      continues = line.hasSuffix("\\")
    }
    return calls
  }

  var calls: [Call] {
    pieces.flatMap { piece -> [Call] in
      if case .console(let calls) = piece { calls } else { [] }
    }
  }

  /// The page with other outputs, in the order of `calls`.
  func text(with outputs: [String]) -> String {
    var rest = outputs[...]
    var parts: [String] = []
    for piece in pieces {
      switch piece {
      case .text(let lines): if !lines.isEmpty { parts.append(lines.joined(separator: "\n")) }
      case .shell(let lines, _): parts.append((["```sh"] + lines + ["```"]).joined(separator: "\n"))
      case .console(let calls):
        let shown = calls.map { "$ " + $0.command + "\n" + (rest.popFirst() ?? "") }.joined()
        parts.append("```console\n" + shown + "```")
      }
    }
    return parts.joined(separator: "\n")
  }
}

/// What differs from run to run, and may.
enum Wobble {
  /// Output with moments, identifiers, hashes, ports and sizes of time replaced by their kind.
  static func steadied(_ output: String) -> String {
    output
      .replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, with: "UUID")
      .replacing(/\b[0-9a-f]{12,64}\b/, with: "HASH")
      // Whether an entry is sealed by now, and as which leaf.
      .replacing(/Leaf +Entry/, with: "Entry")
      .replacing(/denied +[0-9]+ +UUID/, with: "denied UUID")
      .replacing(/urn:sekisho:request:\S+/, with: "REQUEST")
      .replacing(/(Ahead by|Clock is ahead by|the clock went|ok +cluster-clock|ok +disk).*/, with: "")
      .replacing(/(Server |ok +server).*/, with: "")
      .replacing(/are sound.*/, with: "are sound")
      .replacing(/(?m)^(ok|warn) +(sealing|calendar|clock).*\n( +→.*\n)?/, with: "")
      .replacing(/\d+ checks.*/, with: "")
      .replacing(/[0-9]+/, with: "0")
      .replacing(/[ \t]+/, with: " ")
      .replacing(/[─-]{3,}/, with: "---")
  }
}
