import Diagnostics
import Engine
import Foundation
import JSON
import Workflows

/// What a new database begins with: the definitions, calendars, parameters and people of a folder.
struct FirstDeployment {
  let kind: ClusterKind
  let folder: String
  let administrator: PersonCode
  /// Why what the verifier leaves undecided is accepted.
  let reason: String?
  let language: Language

  /// The files and example people, checked and proved.
  func bootstrap() async throws -> Bootstrap {
    let files = WorkflowFiles(folder: folder, language: language)
    let (library, diagnostics) = try files.library()
    Terminal.show(diagnostics, language)
    guard !diagnostics.hasErrors else { throw Exit.invalid }
    let accepted = try await prove(library)
    var artifacts: [ArtifactFile] = []
    for definition in library.definitions.values.sorted(by: { $0.name < $1.name }) {
      artifacts.append(file(.workflow, definition.name.text, definition.source, hash: definition.hash))
    }
    for source in try files.sources("calendars") { artifacts.append(file(.calendar, stem(source), source)) }
    for source in try files.sources("parameters") { artifacts.append(file(.parameter, stem(source), source)) }
    return Bootstrap(
      kind: kind, artifacts: artifacts, directory: try files.cast(), administrator: administrator,
      accepted: accepted)
  }

  /// What is recorded of accepting what is undecided.
  private func prove(_ library: Library) async throws -> JSONValue? {
    let today = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)).day
    let finding = try await Scrutiny.verifier.examine(library, Library(), today)
    Terminal.show(finding.refuted + finding.undecided, language)
    do {
      return try finding.accepted(for: reason)
    } catch {
      guard error.code == .undecided else { throw Exit.invalid }
      throw Trouble(
        Exit.invalid,
        Text(
          en: "the verifier leaves \(finding.undecided.count) questions undecided",
          ja: "検証で\(finding.undecided.count)件が未決です"),
        hint: Text(
          en: "simplify what is named, or accept it with --accept-undecided REASON, which is recorded",
          ja: "示された箇所を簡単にするか、--accept-undecided に理由を付けて受け入れてください(記録されます)"))
    }
  }

  private func file(
    _ kind: ArtifactKind, _ name: String, _ source: SourceFile, hash: ContentHash? = nil
  ) -> ArtifactFile {
    ArtifactFile(
      kind: kind, name: name, hash: hash ?? ContentDigest.hash(of: source.bytes),
      source: String(decoding: source.bytes, as: UTF8.self))
  }

  private func stem(_ source: SourceFile) -> String {
    URL(filePath: source.name).deletingPathExtension().lastPathComponent
  }
}
