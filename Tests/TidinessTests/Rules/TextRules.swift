/// Names, lengths and leftovers.
extension Rule {
  private static let declarers = ["struct", "class", "enum", "actor", "protocol", "typealias"]

  /// The names of the types declared in a file, with their lines.
  private static func types(in file: SourceText) -> [(name: String, line: Int)] {
    declarers.flatMap { file.places(of: [$0]) }.sorted().compactMap { place in
      guard place + 1 < file.code.count, let first = file.code[place + 1].text.unicodeScalars.first,
        first.properties.isUppercase
      else { return nil }
      return (file.code[place + 1].text, file.code[place].line)
    }
  }

  static let noModuleNamesake = Rule(
    name: "no module shares its name with a type in it",
    caught: [
      .init("Sources/Audit/A.swift", "package enum Audit {}"),
      .init("Sources/CEL/A.swift", "struct A { struct CEL {} }"),
    ],
    fine: [
      .init("Sources/Audit/A.swift", "package enum CEL {}\n// enum Audit"),
      .init("Tests/CELTests/A.swift", "enum CEL {}"),
    ]
  ) { file in
    guard file.isSource, let room = file.room else { return [] }
    return types(in: file).filter { $0.name == room }.map {
      Finding(line: $0.line, text: "a type named like its module makes `\(room).X` ambiguous everywhere")
    }
  }

  static let namesThatSaySomething = Rule(
    name: "type names say what the thing is",
    caught: [
      .init("Sources/Engine/A.swift", "final class TaskManager {}"),
      .init("Sources/Engine/A.swift", "enum DateUtils {}"),
    ],
    fine: [.init("Sources/Engine/A.swift", "struct Committer {}\nenum ManagerialPosition {}\nlet dateHelper = 1")]
  ) { file in
    let empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities"]
    return types(in: file).filter { type in empty.contains { type.name.hasSuffix($0) } }.map {
      Finding(line: $0.line, text: "\($0.name) does not say what it does: name the thing")
    }
  }

  /// Lines of a file before it needs a reason.
  static let lineLimit = 400

  static let noLongFiles = Rule(
    name: "a long file needs a reason",
    exceptions: longFiles,
    caught: [.init("Sources/CEL/A.swift", String(repeating: "a\n", count: lineLimit + 1))],
    fine: [
      .init("Sources/CEL/A.swift", String(repeating: "a\n", count: lineLimit)),
      .init("Sources/Schema/A.generated.swift", String(repeating: "a\n", count: lineLimit + 1)),
      .init("workflows/a.yaml", String(repeating: "a\n", count: lineLimit + 1)),
    ]
  ) { file in
    guard file.isSource || file.isTest, !file.isGenerated else { return [] }
    let count = file.text.utf8.count { $0 == UInt8(ascii: "\n") }
    return count > lineLimit
      ? [Finding(line: count, text: "\(count) lines: split it, or add an exception with its reason")] : []
  }

  private static let longFiles = [
    Exception(
      path: "Tests/InvoicesTests/Mutations.swift",
      reason: "a table: one change of an invoice for every rule that it breaks")
  ]

  static let nothingLeftToDo = Rule(
    name: "nothing is left to do",
    caught: [
      .init("Sources/CEL/A.swift", "// TODO: later"), .init("Tests/CELTests/A.swift", "/* FIXME */"),
      .init("admin/set-up", "# XXX"),
    ],
    fine: [
      .init("Sources/CEL/A.swift", "let a = \"TODO\"\n/// Todo lists; MYTODOS"), .init("Makefile", "# nothing todo"),
    ]
  ) { file in
    let comments =
      file.path.hasSuffix(".swift")
      ? file.pieces.filter { $0.kind == .comment }.map { ($0.text[...], $0.line) }
      : file.lines.enumerated().map { ($0.element, $0.offset + 1) }
    return comments.filter { text, _ in
      text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains {
        ["TODO", "FIXME", "XXX", "HACK"].contains($0)
      }
    }.map { Finding(line: $0.1, text: "finish it now, or open an issue") }
  }

  /// Spelled in two halves, so that this file does not break its own rule.
  private static let machineFolders = ["wo" + "rk", "ro" + "ot"]

  static let noMachinePaths = Rule(
    name: "no path of one machine",
    caught: machineFolders.map { .init("admin/demo", "cd /\($0)/main") } + [.init("a.md", "(/\(machineFolders[0])/x)")],
    fine: [
      .init("a.md", "shared/\(machineFolders[0])/x and ~/\(machineFolders[1])/y"),
      .init("a.md", "/\(machineFolders[0])flows/x"),
    ]
  ) { file in
    file.lines.enumerated().flatMap { offset, line in
      machineFolders.filter { names($0, in: line) }.map {
        Finding(line: offset + 1, text: "/\($0)/… is a path of one machine")
      }
    }
  }

  /// True where the line has `/folder/` at the start of a path.
  private static func names(_ folder: String, in line: Substring) -> Bool {
    guard line.utf8.count > folder.utf8.count + 1, line.contains("/\(folder)/") else { return false }
    return line.ranges(of: "/\(folder)/").contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !before.isLetter && !before.isNumber && !"._-~/}".contains(before)
    }
  }
}
