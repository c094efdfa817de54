import Foundation

/// What only some rooms may do.
extension Rule {
  static let sqlInItsRooms = Rule(
    name: "SQL stands in the rooms that own it",
    caught: [
      .init("Sources/Worker/A.swift", "let q = \"SELECT id FROM item\""),
      .init("Sources/Server/A.swift", "let q = \"\"\"\n  UPDATE item\n  SET a = 1\n  \"\"\""),
      .init("Sources/sekisho/A.swift", "run(#\"insert into item values (1)\"#)"),
      .init("Sources/Workflows/A.swift", "\"DELETE FROM task\""),
    ],
    fine: [
      .init("Sources/Engine/A.swift", "\"SELECT id FROM item\""),
      .init("Sources/Server/A.swift", "\"Select a workflow from the list, then update it.\" // SELECT a FROM b"),
      .init("Tests/ServerTests/A.swift", "\"SELECT id FROM item\""),
    ]
  ) { file in
    // The benchmark writes the same rows without the engine.
    let owners: Set<String> = ["Postgres", "Audit", "Engine", "Schema", "PostgresTesting", "sekisho-bench"]
    guard file.isSource, let room = file.room, !owners.contains(room) else { return [] }
    return file.pieces.filter { $0.kind == .literal && isSQL($0.text) }.map {
      Finding(line: $0.line, text: "SQL outside \(owners.sorted().joined(separator: ", "))")
    }
  }

  /// Upper case anywhere, or lower case at the start: a sentence like "Select a file from the list" is no SQL.
  private static func isSQL(_ literal: String) -> Bool {
    let words = literal.split(whereSeparator: \.isWhitespace)
    let starts: [[String]] = [
      ["INSERT", "INTO"], ["DELETE", "FROM"], ["CREATE", "TABLE"], ["ALTER", "TABLE"], ["DROP", "TABLE"],
      ["TRUNCATE", "TABLE"], ["CREATE", "ROLE"], ["ALTER", "ROLE"],
    ]
    func follows(_ pair: [String], _ index: Int) -> Bool {
      index + 1 < words.count && words[index] == pair[0] && words[index + 1] == pair[1]
    }
    for index in words.indices {
      if starts.contains(where: { follows($0, index) }) { return true }
      if words[index] == "SELECT", words[index...].contains("FROM") { return true }
      if words[index] == "UPDATE", words[index...].contains("SET") { return true }
    }
    guard words.count > 1 else { return false }
    switch (words[0], words[1]) {
    case ("insert", "into"), ("delete", "from"): return true
    case ("select", _): return words.contains("from")
    case ("update", _): return words.contains("set")
    default: return false
    }
  }

  static let exactMoney = Rule(
    name: "money is exact",
    caught: [
      .init("Sources/Invoices/Money.swift", "let tax: Double = 0"), .init("Sources/Invoices/A.swift", "Float(x)"),
    ],
    fine: [
      .init("Sources/Invoices/A.swift", "/// Never a Double.\nlet a = \"Double\""),
      .init("Sources/CEL/A.swift", "Double(1)"),
    ]
  ) { file in
    guard file.isSource, file.room == "Invoices" else { return [] }
    return file.code.filter { ["Double", "Float", "CGFloat"].contains($0.text) }.map {
      Finding(line: $0.line, text: "\($0.text) loses yen: use the exact decimal of this room")
    }
  }

  static let printingIsTheCommands = Rule(
    name: "only the command prints",
    caught: [
      .init("Sources/Engine/A.swift", "print(\"x\")"), .init("Sources/Engine/A.swift", "Swift.debugPrint(x)"),
      .init("Sources/Diagnostics/A.swift", "FileHandle.standardError.write(x)"),
    ],
    fine: [
      .init("Sources/sekisho/A.swift", "print(\"x\")"),
      .init("Sources/Engine/A.swift", "printer.print(x)\nfunc print(_ x: Int) {}\n// print(x)"),
    ]
  ) { file in
    guard file.isSource, let room = file.room, !["sekisho", "sekisho-bench"].contains(room) else { return [] }
    let printers = ["print", "debugPrint", "dump", "NSLog", "fputs", "puts"]
    let free = printers.flatMap { file.places(of: [$0]) }.filter { place in
      file.isFreeCall(at: place) || (place > 1 && file.code[place - 2].text == "Swift")
    }
    let handles = ["standardOutput", "standardError"].flatMap { file.places(of: ["FileHandle", ".", $0]) }
    return (free + handles).map {
      Finding(line: file.code[$0].line, text: "only `sekisho` prints: return a value, or log with metadata")
    }
  }

  static let environmentIsTheCommands = Rule(
    name: "only the command reads the environment and exits",
    caught: [
      .init("Sources/Engine/A.swift", "ProcessInfo.processInfo.environment[\"A\"]"),
      .init("Sources/Engine/A.swift", "let a = unsafe getenv(\"A\")"), .init("Sources/Server/A.swift", "exit(1)"),
    ],
    fine: [
      .init("Sources/sekisho/A.swift", "ProcessInfo.processInfo.environment[\"A\"]; exit(1)"),
      .init("Sources/PostgresTesting/A.swift", "getenv(\"A\")"),
      .init("Sources/Engine/A.swift", "process.environment = [:]\nfunc exit() {}\nstate.exit()"),
    ]
  ) { file in
    guard file.isSource, let room = file.room, room != "sekisho", room != "PostgresTesting" else { return [] }
    let read = file.places(of: ["processInfo", ".", "environment"])
    let called = ["getenv", "setenv", "unsetenv", "secure_getenv", "exit", "_exit", "abort"].flatMap {
      file.places(of: [$0])
    }
    .filter { file.isFreeCall(at: $0) }
    return (read + called).map {
      Finding(line: file.code[$0].line, text: "only `sekisho` reads the environment and exits: take it as a parameter")
    }
  }
}
