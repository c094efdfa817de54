/// The floors of the house: which room may import which module. SwiftPM does not hold this; the test here does.
enum ImportTable {
  /// Part of the platform and without weight. Foundation is not among them: it is large, and its dates, formats and
  /// scanners have their own ideas, so a room that needs it says so below.
  static let everywhere: Set<String> = ["Swift", "Synchronization", "FoundationEssentials", "Glibc", "Musl"]

  static let rooms: [String: Set<String>] = [
    // cellar
    "CLibPQ": [], "CLibYAML": [], "CRE2": [],
    // ground
    "Diagnostics": [],
    "Patterns": ["Diagnostics", "CRE2"],
    "JSON": ["Diagnostics", "Patterns"],
    "YAML": ["Diagnostics", "CLibYAML"],
    "CEL": ["Diagnostics", "Patterns"],
    "Postgres": ["CLibPQ", "Logging", "Diagnostics"],
    "Schema": [],
    // meaning
    "Workflows": ["Diagnostics", "YAML", "JSON", "CEL", "Crypto"],
    "Invoices": ["Diagnostics"],
    "Audit": ["Diagnostics", "Postgres", "Crypto"],
    // proof
    "Verifier": ["Diagnostics", "JSON", "CEL", "Workflows"],
    "Authoring": ["Diagnostics", "JSON", "YAML", "CEL", "Workflows"],
    // engine
    "Engine": [
      "Diagnostics", "JSON", "YAML", "Workflows", "CEL", "Postgres", "Schema", "Audit", "Crypto", "Logging",
    ],
    // doors
    "Worker": [
      "Engine", "Workflows", "Diagnostics", "JSON", "ServiceLifecycle", "AsyncHTTPClient", "NIO*", "Logging", "Crypto",
      "Subprocess", "System", "SystemPackage",
    ],
    "Server": [
      "Engine", "Invoices", "Workflows", "Diagnostics", "JSON", "Hummingbird*", "HTTPTypes", "NIO*", "Logging",
      "Crypto",
      "ServiceLifecycle",
    ],
    // the command wires everything
    "sekisho": ["*"],
    // the benchmark measures all of it
    "sekisho-bench": ["*"],
    // test support
    "PostgresTesting": ["Postgres", "Schema", "Diagnostics", "Logging", "Foundation", "Testing"],
  ]

  static func allows(_ module: String, in room: String) -> Bool {
    guard let allowed = rooms[room] else { return false }
    return (allowed.union(everywhere)).contains { pattern in
      pattern.hasSuffix("*") ? module.hasPrefix(pattern.dropLast()) : module == pattern
    }
  }

  /// The modules that a file imports, with the line of each.
  static func imports(of file: SourceText) -> [(module: String, line: Int)] {
    let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
    return file.places(of: ["import"]).compactMap { place in
      // `import struct Foundation.URL` names the kind first.
      var name = place + 1
      if name < file.code.count, kinds.contains(file.code[name].text) { name += 1 }
      return name < file.code.count ? (file.code[name].text, file.code[name].line) : nil
    }
  }
}

extension Rule {
  static let imports = Rule(
    name: "imports go down the floors of the house",
    caught: [
      .init("Sources/Worker/Loop.swift", "import Postgres"),
      .init("Sources/JSON/Value.swift", "package import CEL"),
      .init("Sources/CEL/Time.swift", "import struct Foundation.Date"),
      .init("Sources/Attic/New.swift", "import Diagnostics"),
      .init("Sources/Server/API.swift", "@preconcurrency package import AsyncHTTPClient"),
    ],
    fine: [
      .init("Sources/Worker/Loop.swift", "import NIOCore\npackage import Engine\n// import Postgres"),
      .init("Sources/JSON/Value.swift", "import Synchronization\nlet text = \"import CEL\""),
      .init("Sources/sekisho/Main.swift", "import ArgumentParser\nimport Postgres"),
      .init("Tests/WorkerTests/LoopTests.swift", "import Postgres"),
    ]
  ) { file in
    guard file.isSource, let room = file.room else { return [] }
    return ImportTable.imports(of: file).filter { !ImportTable.allows($0.module, in: room) }.map {
      Finding(line: $0.line, text: "\(room) may not import \($0.module): see ImportTable.swift")
    }
  }

  static let noPublic = Rule(
    name: "nothing is public",
    caught: [
      .init("Sources/JSON/Value.swift", "public struct Value {}\n"), .init("Sources/CEL/A.swift", "open class A {}"),
    ],
    fine: [.init("Sources/JSON/Value.swift", "package struct Value { var open = 1 }\n// public")]
  ) { file in
    guard file.isSource else { return [] }
    let opened = file.places(of: ["open", "class"]) + file.places(of: ["public"])
    return opened.map {
      Finding(line: file.code[$0].line, text: "no outsider links to this package: use `package`")
    }
  }
}
