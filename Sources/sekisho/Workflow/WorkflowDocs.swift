import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import Workflows

struct WorkflowDocs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Write a page a definition in both languages: states, who may do what, deadlines, sources. 定義の説明書。")

  @Argument(help: "Definition files or names; without one, all of the folder.")
  var definitions: [String] = []
  @Option(help: "Folder to write the pages into; made where it is missing.")
  var out: String
  @Option(help: "Folder of definitions.")
  var folder: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    try common.presenting {
      let (chosen, library) = try choice(language)
      let pages = DocsIndex.pages(chosen, library)
      try? FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      for page in pages {
        try OutputFile.write(page.text, to: out + "/" + page.name)
        Terminal.note("\(out)/\(page.name)".safeForTerminal())
      }
    }
  }

  private func choice(_ language: Language) throws -> ([Definition], Library) {
    if !definitions.isEmpty {
      let inputs = try definitions.map { try DefinitionInput.load($0, folder: folder, language) }
      return (inputs.map(\.definition), inputs.last?.library ?? Library())
    }
    let home = folder ?? Environment.workflows ?? "workflows"
    let (library, diagnostics) = try WorkflowFiles(folder: home, language: language).library()
    Terminal.show(diagnostics, language)
    guard !diagnostics.hasErrors else { throw Exit.invalid }
    return (library.current.keys.sorted().compactMap { library.definition($0) }, library)
  }
}
