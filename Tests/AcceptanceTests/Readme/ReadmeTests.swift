import Foundation
import Testing

/// Every command of the README runs here, in its order, against a house of its own, and prints what the README says.
/// UPDATE_GOLDEN=1 writes what it printed into the page.
@Suite struct ReadmeTests {
  @Test func everyCommandPrintsWhatThePageShows() async throws {
    let file = Repository.top.appending(path: "README.md")
    let page = ConsolePage(try String(contentsOf: file, encoding: .utf8))
    try #require(page.calls.count > 10, "the tours are gone")
    let outputs = try await House.running { house in try ReadmeSession.outputs(of: page.calls.map(\.command), in: house)
    }
    try #require(outputs.count == page.calls.count, "the shell ended before the page did: \(outputs.last ?? "")")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try page.text(with: outputs).write(to: file, atomically: true, encoding: .utf8)
      return
    }
    for (call, output) in zip(page.calls, outputs) {
      #expect(
        Wobble.steadied(output) == Wobble.steadied(call.output),
        "README.md:\(call.line): \(call.command)\nprints:\n\(output)the page shows:\n\(call.output)")
    }
  }

  /// What is not run here are the make targets, which build; they must exist.
  @Test func otherShellBlocksNameTargetsThatExist() throws {
    let page = ConsolePage(try String(contentsOf: Repository.top.appending(path: "README.md"), encoding: .utf8))
    let makefile = try String(contentsOf: Repository.top.appending(path: "Makefile"), encoding: .utf8)
    for case .shell(let lines, let start) in page.pieces {
      for (index, line) in lines.enumerated() where !line.isEmpty {
        let words = line.split(separator: " ")
        #expect(words.first == "make", "README.md:\(start + index): a command that no test runs: \(line)")
        for target in words.dropFirst().prefix(while: { $0 != "#" }) where !target.contains("=") {
          #expect(makefile.contains("\n\(target):"), "README.md:\(start + index): no such target: \(target)")
        }
      }
    }
  }
}

/// One shell that types the commands of a page.
enum ReadmeSession {
  static func outputs(of commands: [String], in house: House) throws -> [String] {
    let mark = "\u{1e}"
    let top = Repository.top.path(percentEncoded: false)
    // In a folder of their own, so that what the commands write stays out of the repository.
    var script = "cd '\(house.folder)/home'; ln -s '\(top)/workflows' '\(top)/admin' .\nexec 2>&1\n"
    // $? of the command before survives the mark: pages show `echo $?`.
    for command in commands {
      script += "__status=$?; printf '\(mark)'; (exit $__status)\n\(command)\n"
    }
    let shell = try BashRun.run(script, environment: house.environment, timeout: 180)
    let output = shell.output.replacingOccurrences(of: house.folder + "/dev", with: "/var/lib/sekisho-dev")
    return output.split(separator: Character(mark), omittingEmptySubsequences: false).dropFirst().map {
      $0.isEmpty || $0.hasSuffix("\n") ? String($0) : $0 + "\n"
    }
  }
}
