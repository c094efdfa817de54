/// What could crash the process, lose a failure or outlive its owner.
extension Rule {
  static let ownedTasks = Rule(
    name: "every task has an owner",
    caught: [
      .init("Sources/Worker/Loop.swift", "Task { await run() }"),
      .init("Sources/Worker/Loop.swift", "let t = Task.detached(priority: .low) { }"),
      .init("Sources/Worker/Loop.swift", "Task(priority: .high)\n{ }"),
      .init("Sources/Worker/Loop.swift", "Task<Void, Never> { }"),
    ],
    fine: [
      .init(
        "Sources/Worker/Loop.swift", "struct Task { let id: Int }\nTask(id: 1)\nTask.isCancelled\ntasks.addTask { }"),
      .init("Sources/Worker/Loop.swift", "extension Task { }\n// Task { }"),
      .init("Tests/WorkerTests/LoopTests.swift", "Task { }"),
    ]
  ) { file in
    guard file.isSource else { return [] }
    return file.places(of: ["Task"]).filter { startsTask(file.code, at: $0) }.map {
      Finding(
        line: file.code[$0].line,
        text: "a task that nobody waits for: use a task group, or add an exception with its reason")
    }
  }

  private static func startsTask(_ code: [SwiftToken], at place: Int) -> Bool {
    let declares: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension", "typealias", "case", "."]
    if place > 0, declares.contains(code[place - 1].text) { return false }
    let next = code.dropFirst(place + 1).prefix(4).map(\.text)
    switch next.first {
    case "{", "<": return true
    case ".": return next.count > 1 && ["detached", "init", "immediate", "immediateDetached"].contains(next[1])
    case "(": return next.count > 1 && ["priority", "name", "executorPreference"].contains(next[1])
    default: return false
    }
  }

  static let noForce = Rule(
    name: "no try! and no as!",
    caught: [
      .init("Sources/CEL/A.swift", "let a = try! b()"), .init("Tests/CELTests/A.swift", "let a = b as! C"),
    ],
    fine: [
      .init("Sources/CEL/A.swift", "let a = try b()\nif a as? B != nil {}\n// try!\nlet s = \"as!\"\na = try !b()")
    ]
  ) { file in
    // Without a space: `try !b()` is a plain `try` before a negation.
    ["try", "as"].flatMap { word in
      file.places(of: [word, "!"]).filter { file.lines[file.code[$0].line - 1].contains("\(word)!") }.map {
        Finding(
          line: file.code[$0].line, text: "\(word)! turns a fault into a crash: handle it, or `#require` it in a test")
      }
    }
  }

  static let explainedTraps = Rule(
    name: "a trap says why it cannot be reached",
    caught: [.init("Sources/CEL/A.swift", "func f() {\n\n  fatalError(\"no\")\n}")],
    fine: [
      .init("Sources/CEL/A.swift", "// The checker refused this before.\nfatalError()"),
      .init("Sources/CEL/A.swift", "fatalError()  // Only the main thread comes here."),
    ]
  ) { file in
    guard file.isSource else { return [] }
    let commented = Set(file.pieces.filter { $0.kind == .comment }.map(\.line))
    return file.places(of: ["fatalError", "("]).map { file.code[$0].line }
      .filter { !commented.contains($0) && !commented.contains($0 - 1) }
      .map { Finding(line: $0, text: "fatalError without a comment on why it is never reached") }
  }

  private static let uncheckedExceptions = [
    Exception(
      path: "Sources/Postgres/Connection/Session.swift",
      reason: "holds libpq's connection, which only the connection's own thread touches"),
    Exception(
      path: "Sources/Postgres/SQL/Rows.swift",
      reason: "libpq allows reading a finished result from any thread, and nothing writes to it"),
  ]

  static let noUncheckedSendable = Rule(
    name: "no unchecked Sendable",
    exceptions: uncheckedExceptions,
    caught: [.init("Sources/Postgres/Pool.swift", "final class Pool: @unchecked Sendable {}")],
    fine: [.init("Sources/Postgres/Pool.swift", "final class Pool: Sendable {} // @unchecked")]
  ) { file in
    guard file.isSource else { return [] }
    return file.places(of: ["@", "unchecked"]).map {
      Finding(line: file.code[$0].line, text: "@unchecked Sendable: use Mutex or a value, or add an exception")
    }
  }

  static let unsafeBesideC = Rule(
    name: "unsafe code stands beside C",
    exceptions: unsafeExceptions,
    caught: [
      .init("Sources/Workflows/A.swift", "let a = unsafe b.pointee"),
      .init("Sources/Engine/A.swift", "nonisolated(unsafe) var count = 0"),
      .init("Sources/Engine/A.swift", "func f(_ p: UnsafePointer<Int>) {}"),
    ],
    fine: [
      .init("Sources/Postgres/A.swift", "let a = unsafe b.pointee"), .init("Sources/Engine/A.swift", "// unsafe"),
    ]
  ) { file in
    let besideC: Set<String> = ["Postgres", "PostgresTesting", "YAML", "Patterns"]
    guard file.isSource, let room = file.room, !besideC.contains(room) else { return [] }
    return file.code.filter { $0.text == "unsafe" || $0.text.hasPrefix("Unsafe") }.map {
      Finding(line: $0.line, text: "unsafe outside \(besideC.sorted().joined(separator: ", "))")
    }
  }

  private static let unsafeExceptions = [
    Exception(
      path: "Sources/Audit/TreeHasher.swift",
      reason: "reads a digest as four words in place: byte by byte costs more than the hash itself"),
    Exception(
      path: "Sources/Worker/ProgramRun.swift", reason: "the library hands out what a program wrote as raw bytes only"),
    Exception(
      path: "Sources/sekisho-bench/Process/MeasuredRun.swift",
      reason: "wait4 and clock_gettime: the kernel's own count of time and memory has no other door"),
  ]

  private static let sleepExceptions = [
    Exception(
      path: "Tests/AcceptanceTests/Crash/CrashTests.swift", reason: "kills come at random moments, which time makes"),
    Exception(
      path: "Tests/PostgresTests/ClusterTests.swift", reason: "waits for another process to become another program"),
    Exception(
      path: "Tests/PostgresTests/Support.swift", reason: "the one loop that waits for the server to show something"),
  ]

  static let noSleeping = Rule(
    name: "tests do not sleep",
    exceptions: sleepExceptions,
    caught: [
      .init("Tests/EngineTests/A.swift", "try await Task.sleep(for: .seconds(1))"),
      .init("Tests/EngineTests/A.swift", "sleep(1)"),
      .init("Tests/EngineTests/A.swift", "Thread.sleep(forTimeInterval: 1)"),
    ],
    fine: [
      .init("Tests/EngineTests/A.swift", "clock.sleep(1)\n// sleep(1)\nfunc sleep() {}"),
      .init("Sources/Worker/A.swift", "try await Task.sleep(for: .seconds(1))"),
    ]
  ) { file in
    guard file.isTest else { return [] }
    let named = file.places(of: ["Task", ".", "sleep"]) + file.places(of: ["Thread", ".", "sleep"])
    let free = ["sleep", "usleep", "nanosleep"].flatMap { file.places(of: [$0]) }.filter { file.isFreeCall(at: $0) }
    return (named + free).map {
      Finding(line: file.code[$0].line, text: "a sleep makes a test slow or flaky: wait for the thing itself")
    }
  }
}
