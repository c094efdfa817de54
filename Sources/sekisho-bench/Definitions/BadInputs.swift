import Foundation

/// Definitions that somebody got wrong, or made to hurt: each is refused in little time and memory.
struct BadInputs {
  let program: String

  static let wallLimit = 100.0
  static let memoryLimit = 64.0
  static let invalid: Int32 = 7

  func run(_ report: Report) throws {
    report.begin("checks", "Bad input to `sekisho workflow check` (whole process, three runs, the worst of them)")
    let folder = try TemporaryFolder("checks")
    for (name, bytes) in Self.files {
      let file = try folder.write("\(name.replacing(" ", with: "-"))/flow.yaml", bytes)
      let runs = (0..<3).compactMap { _ in MeasuredRun.of(program, ["workflow", "check", file]) }
      report.add("\(name): wall", runs.map(\.wall.milliseconds).max() ?? .nan, "ms", aim: .below(Self.wallLimit))
      report.add(
        "\(name): memory", Double(runs.map(\.peakKiB).max() ?? 0) / 1024, "MiB", aim: .below(Self.memoryLimit))
      let isRefused = runs.count == 3 && runs.allSatisfy { $0.code == Self.invalid }
      report.add("\(name): refused with exit code 7", isRefused ? 1 : 0, "yes = 1", aim: .atLeast(1))
    }
  }

  static var files: [(name: String, bytes: [UInt8])] {
    let right = SmallFlow.text
    return [
      ("unknown state", Array(right.replacing("to: closed", with: "to: shut").utf8)),
      ("type error in a guard", Array(right.replacing("data.amount <= 1000", with: "data.amount <= \"x\"").utf8)),
      ("duplicate key", Array(right.replacing("    from: open\n", with: "    from: open\n    from: open\n").utf8)),
      ("alias bomb of 26 levels", Array(aliasBomb(levels: 26).utf8)),
      (
        "scalar of 10 MiB",
        Array(right.utf8) + Array("description: {ja: x, en: \"".utf8)
          + [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20) + Array("\"}\n".utf8)
      ),
      ("invalid UTF-8", Array(right.replacing("Small flow", with: "Small \u{1}flow").utf8).map { $0 == 1 ? 0xFF : $0 }),
      ("empty file", []),
    ]
  }

  /// Each level names the one before it ten times.
  static func aliasBomb(levels: Int) -> String {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<levels {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    return text
  }
}
