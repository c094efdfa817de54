import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import Workflows

struct WorkflowSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (draft-07) of the language for editors. 編集用の JSON Schema。",
    discussion: "With --out, all of them are written into a folder.")

  @Argument(help: "workflow, calendar, parameter, cast or case.")
  var kind = "workflow"
  @Option(help: "Folder to write all schemas into.")
  var out: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    try common.presenting {
      if let out {
        try? FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        for kind in FileKind.allCases {
          try OutputFile.write(LanguageSchema.text(kind), to: out + "/" + LanguageSchema.fileName(kind))
        }
        return
      }
      guard let known = FileKind(rawValue: kind) else {
        let words = FileKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(Exit.usage, Text(en: "the schemas are: \(words)", ja: "スキーマは次のとおりです：\(words)"))
      }
      Terminal.out(Array(LanguageSchema.text(known).utf8))
    }
  }
}
