import Diagnostics
import Testing
import Workflows

@testable import Engine

extension SmallWorld {
  /// Proposed by one person, approved by another.
  @discardableResult
  func deploy(_ kind: ArtifactKind, _ text: String) async throws -> ContentHash {
    let file = try await artifact(kind, text)
    let id = try await engine.propose(file, shownAs: file.name, given: .nothingFound, as: Self.admin)
    _ = try await engine.approve(id, given: .nothingFound, as: Self.second)
    return file.hash
  }

  func artifact(_ kind: ArtifactKind, _ text: String) async throws -> ArtifactFile {
    let (name, hash) = try await identity(kind, text)
    return ArtifactFile(kind: kind, name: name, hash: hash, source: text)
  }

  func identity(_ kind: ArtifactKind, _ text: String) async throws -> (name: String, hash: ContentHash) {
    let source = SourceFile(name: "\(kind.rawValue).yaml", text: text)
    switch kind {
    case .workflow:
      let definition = try await checked(text)
      return (definition.name.text, definition.hash)
    case .calendar:
      let calendar = try #require(loadCalendar(source).calendar)
      return (calendar.name, ContentDigest.hash(of: source.bytes))
    case .parameter:
      let parameter = try #require(loadParameter(source).parameter)
      return (parameter.name.text, ContentDigest.hash(of: source.bytes))
    }
  }

  func checked(_ text: String) async throws -> Definition {
    let library = try await engine.library(as: Self.admin)
    let (definition, diagnostics) = checkDefinition(SourceFile(name: "next.yaml", text: text), against: library)
    return try #require(definition, "\(diagnostics.map { $0.rendered(.en) })")
  }

  /// The deployed loan with pieces of its text replaced; each stands in it exactly once.
  static func loan(_ edits: (find: String, put: String)...) throws -> String {
    var text = String(decoding: definition.bytes, as: UTF8.self)
    for (find, put) in edits {
      try #require(text.ranges(of: find).count == 1, "\(find)")
      text = text.replacing(find, with: put)
    }
    return text
  }
}

extension Scrutiny {
  /// What proofs find is not the engine's matter; what it does with findings has tests of its own.
  static let nothingFound = Scrutiny { _, _, _ in Finding() }
}
