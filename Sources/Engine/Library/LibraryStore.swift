import Diagnostics
import Postgres
import Workflows

/// Deployed definitions, calendars and parameters: every version that an item may be pinned to.
enum LibraryStore {
  static let load = Statement(
    """
    select id, kind, name, hash, source, is_current from artifact where approved_at is not null order by id
    """)
  static let find = Statement(
    "select id, approved_at, proposed_by from artifact where kind = $1 and name = $2 and hash = $3")
  static let propose = Statement(
    """
    insert into artifact (kind, name, hash, source, proposed_by, proposed_at)
    values ($1, $2, $3, $4, $5, sekisho_now())
    on conflict (kind, name, hash) do nothing returning id
    """)
  static let retire = Statement("update artifact set is_current = false where kind = $1 and name = $2 and is_current")
  static let approve = Statement(
    """
    update artifact set approved_by = $2, approved_at = coalesce(approved_at, sekisho_now()), is_current = true
    where id = $1 returning name
    """)
  static let bump = Statement("update cluster set library = library + 1")
  static let list = Statement(
    """
    select id, kind, name, hash, proposed_by, proposed_at, approved_by, approved_at, is_current
    from artifact order by kind, name, id
    """)
  static let source = Statement("select source from artifact where kind = $1 and name = $2 and is_current")

  static let all = [load, find, propose, retire, approve, bump, list, source]

  /// Compiles what is stored. It was checked when it was proposed, so an error here means that this program is older
  /// than the one that deployed it.
  static func library(_ rows: Rows) throws -> (Library, ArtifactIndex) {
    var artifacts = ArtifactIndex()
    var stored: [StoredArtifact] = []
    for row in rows {
      let artifact = try StoredArtifact(row)
      artifacts.add(artifact.id, artifact.hash)
      stored.append(artifact)
    }
    var files = LibraryFiles()
    for artifact in stored where artifact.isCurrent {
      switch artifact.kind {
      case .workflow: files.workflows.append(artifact.file)
      case .calendar: files.calendars.append(artifact.file)
      case .parameter: files.parameters.append(artifact.file)
      }
    }
    var (library, diagnostics) = loadLibrary(files)
    // Items stay pinned to the version they began with, so earlier versions are compiled as well.
    for artifact in stored where artifact.kind == .workflow && !artifact.isCurrent {
      let (definition, found) = checkDefinition(artifact.file, against: library)
      diagnostics += found
      if let definition { library.add(definition, asCurrent: false) }
    }
    if let error = diagnostics.first(where: { $0.severity == .error }) {
      throw EngineError(
        .corrupt,
        Text(
          en: "a deployed file is not understood by this version of the program: \(error.message.en)",
          ja: "配備済みの定義をこの版のプログラムで解釈できません:\(error.message.ja)"))
    }
    return (library, artifacts)
  }

  private struct StoredArtifact {
    let id: Int32
    let kind: ArtifactKind
    let name: String
    let hash: ContentHash
    let source: String
    let isCurrent: Bool

    var file: SourceFile { SourceFile(name: "\(kind.rawValue)/\(name)", text: source) }

    init(_ row: Row) throws {
      id = try row.get(0)
      guard let known = ArtifactKind(rawValue: try row.get(1, as: String.self)) else {
        throw EngineError.corrupt("artifact kind")
      }
      kind = known
      name = try row.get(2)
      hash = ContentHash(bytes: try row.get(3))
      source = try row.get(4)
      isCurrent = try row.get(5)
    }
  }
}
