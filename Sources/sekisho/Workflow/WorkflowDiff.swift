import ArgumentParser
import Authoring
import Diagnostics
import JSON

struct WorkflowDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed in meaning between two definitions: who may, what must hold, by when. 定義の意味の差分。",
    discussion: """
      Layout, comments and the order of keys are no changes. Renamed states, roles and fields are known from the \
      `migrate:` block of B. "loosened" and "tightened" are said only where they are certain.
      """)

  enum Form: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
  }

  @Argument(help: "The older definition: a file, or a workflow's name.")
  var old: String
  @Argument(help: "The newer one.")
  var new: String
  @Option(name: .shortAndLong, help: "text or json.")
  var output = Form.text
  @Flag(help: "Exit with 1 where something changed.")
  var exitCode = false
  @Option(help: "Folder of definitions.")
  var folder: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    try common.presenting {
      let before = try DefinitionInput.load(old, folder: folder, language).definition
      let after = try DefinitionInput.load(new, folder: folder, language).definition
      let diff = DefinitionDiff(from: before, to: after)
      switch output {
      case .json: Terminal.out(diff.json.prettyText)
      case .text:
        if diff.isEmpty { Terminal.note(Text(en: "no change in meaning", ja: "意味の変更はありません")[language]) }
        for line in diff.lines(language) { Terminal.out(line.safeForTerminal()) }
      }
      if exitCode, !diff.isEmpty { throw Exit.failure }
    }
  }
}
