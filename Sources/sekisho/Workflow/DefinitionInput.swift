import Diagnostics
import Foundation
import Workflows

/// A definition that a user named: a file, or the name of a workflow in the folder of definitions.
struct DefinitionInput {
  let definition: Definition
  /// With its neighbours, calendars and parameters.
  let library: Library

  static func load(_ name: String, folder: String?, _ language: Language) throws -> DefinitionInput {
    guard !FileManager.default.fileExists(atPath: name) else { return try load(file: name, language) }
    let folder = folder ?? Environment.workflows ?? "workflows"
    guard !name.contains("/"), !name.hasSuffix(".yaml"), FileManager.default.fileExists(atPath: folder) else {
      throw refuse(Text(en: "\(name): no such file", ja: "\(name)：ファイルがありません"), language)
    }
    let (library, diagnostics) = try WorkflowFiles(folder: folder, language: language).library()
    if let definition = library.definition(WorkflowName(name)) {
      return DefinitionInput(definition: definition, library: library)
    }
    Terminal.show(diagnostics, language)
    let near = Suggestion.nearest(to: name, in: library.current.keys.map(\.text))
    throw refuse(
      Text(
        en: "no file and no workflow of \(folder) is called \(name)" + (near.map { "; did you mean \($0)?" } ?? ""),
        ja: "\(name) というファイルも、\(folder) のワークフローもありません" + (near.map { "（\($0) ではありませんか）" } ?? "")),
      language)
  }

  /// Checked against the other files of its folder, if that is a folder of definitions.
  static func load(file path: String, _ language: Language) throws -> DefinitionInput {
    let file = SourceFile(name: path, bytes: try InputFile.readStart(path, limit: WorkflowFiles.limit, language))
    let neighbours = WorkflowFiles.home(of: path).map { WorkflowFiles(folder: $0, language: language) }
    var library = (try? neighbours?.library().library) ?? Library()
    let (definition, diagnostics) = checkDefinition(file, against: library)
    Terminal.show(diagnostics, language)
    guard let definition, !diagnostics.hasErrors else { throw Exit.invalid }
    library.add(definition)
    return DefinitionInput(definition: definition, library: library)
  }

  private static func refuse(_ text: Text, _ language: Language) -> any Error {
    Terminal.note("sekisho: " + text[language].safeForTerminal())
    return Exit.notFound
  }
}
