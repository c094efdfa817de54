import ArgumentParser
import Authoring
import Diagnostics
import Foundation
import JSON
import Workflows

struct WorkflowDiagram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "Draw a definition: states, who may move them, under which conditions. 定義の状態遷移図。",
    discussion: "svg is laid out by Graphviz (dot); dot and mermaid are text and need nothing.")

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case svg
    case dot
    case mermaid
  }

  @Argument(help: "Definition file, or the name of a workflow in the folder of definitions.")
  var definition: String
  @Option(help: "svg, dot or mermaid.")
  var format = Format.svg
  @Option(help: "File to write (default: standard output).")
  var out: String?
  @Flag(help: "Add how many items each state holds now, asked of the server. サーバーの件数を加える。")
  var live = false
  @Option(help: "Language of labels and messages: ja, en or both.")
  var lang: String?
  @Option(help: "Folder of definitions.")
  var folder: String?
  @OptionGroup var server: LiveOptions

  func validate() throws {
    if let lang, Wording(rawValue: lang) == nil {
      throw ValidationError("--lang takes ja, en or both / --lang は ja、en、both のいずれかです")
    }
  }

  func run() async throws {
    let wording = lang.flatMap { Wording(rawValue: $0) } ?? Wording(rawValue: Environment.language.rawValue) ?? .en
    let language = wording == .both ? Environment.language : Language(rawValue: wording.rawValue) ?? .en
    do {
      let input = try DefinitionInput.load(definition, folder: folder, language)
      let counts = live ? try await counts(of: input.definition, language) : nil
      let diagram = Diagram(input.definition)
      let text =
        switch format {
        case .dot: diagram.dot(wording, counts: counts)
        case .mermaid: diagram.mermaid(wording, counts: counts)
        case .svg: try await svg(diagram, wording, counts)
        }
      try OutputFile.write(text, to: out)
    } catch let failure as any Presentable {
      throw failure.shown(language)
    }
  }

  private func svg(_ diagram: Diagram, _ wording: Wording, _ counts: [StateName: Int]?) async throws -> String {
    let drawn = try await GraphvizRun.svg(diagram.dot(wording, counts: counts))
    let title = diagram.definition.title
    do {
      return try AccessibleSVG.finished(
        drawn, title: wording == .both ? "\(title.ja) / \(title.en)" : title[wording == .ja ? .ja : .en],
        description: diagram.description(wording), language: Language(rawValue: wording.rawValue))
    } catch {
      throw CommandFailure(Exit.failure, Text(en: "dot wrote something else than SVG", ja: "dot の出力が SVG ではありません"))
    }
  }

  private func counts(of definition: Definition, _ language: Language) async throws -> [StateName: Int] {
    let name = definition.name.text
    let board = try await server.withClient(language) { try await $0.get("/v1/board/\(name)").json() }
    var counts: [StateName: Int] = [:]
    for column in board["data"]?.arrayValue ?? [] {
      guard let state = column["state"]?.stringValue, let total = column["total"]?.int64 else { continue }
      counts[StateName(state)] = Int(total)
    }
    return counts
  }
}

/// Where a command's text goes.
enum OutputFile {
  /// To standard output, or into a file that appears whole or not at all.
  static func write(_ text: String, to path: String?) throws {
    guard let path, path != "-" else {
      Terminal.out(Array(text.utf8))
      return
    }
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(Exit.failure, Text(en: "\(path): cannot be written", ja: "\(path)：書き込めません"))
    }
  }
}
