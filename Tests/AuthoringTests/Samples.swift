import Diagnostics
import Foundation
import Testing
import Workflows

/// Definitions to try the tools on.
enum Samples {
  static func load(_ text: String, name: String = "sample.yaml") throws -> Definition {
    let (library, diagnostics) = loadLibrary(LibraryFiles(workflows: [SourceFile(name: name, text: text)]))
    #expect(diagnostics.isEmpty, "\(diagnostics.map { $0.rendered(.en) }.joined(separator: "\n"))")
    return try #require(library.current.keys.first.flatMap { library.definition($0) })
  }

  /// A definition around states and transitions.
  static func text(_ states: String, _ transitions: String, _ rest: String = "") -> String {
    """
    workflow: sample
    title: {en: Sample, ja: 見本}
    key: S-{sequence:4}
    create: {by: [clerk]}
    data: {type: object, properties: {note: {type: string, title: {en: Note, ja: メモ}}}}
    roles:
      clerk: {title: {en: Clerk, ja: 担当}}
      chief: {title: {en: Chief, ja: 課長}, acting: look}
    states:
    \(states.indented)
    transitions:
    \(transitions.indented)
    duties:
      look: {title: {en: Look, ja: 後閲}, by: chief}
      report: {title: {en: Report, ja: 報告}, by: clerk, blocks: [close]}
    \(rest)
    """
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(name: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
  }

  /// The YAML files of a folder of `workflows`, by name.
  static func files(_ folder: String = "") throws -> [SourceFile] {
    let path = folder.isEmpty ? "workflows" : "workflows/" + folder
    let names = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: path).path(percentEncoded: false)
    ).sorted()
    return try names.filter { $0.hasSuffix(".yaml") }.map { try file(path + "/" + $0) }
  }

  static func shipped() throws -> Library {
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(workflows: try files(), calendars: try files("calendars"), parameters: try files("parameters")))
    #expect(!diagnostics.hasErrors)
    return library
  }
}

extension String {
  var indented: String { split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") }
}

/// Random numbers that a seed repeats.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
