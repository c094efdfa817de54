import Diagnostics
import Postgres
import Workflows

/// Deployed definitions, calendars and parameters: every version that an item may be pinned to.
enum LibraryStore {
  static let load = Statement(
    """
    select id, kind, name, hash, source, is_current, among from artifact where approved_at is not null order by id
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
    update artifact set approved_by = $2, approved_at = coalesce(approved_at, sekisho_now()), is_current = true,
      among = (select array_agg(id order by id) from artifact where is_current and id <> $1)
    where id = $1 returning name
    """)
  /// What a new database begins with is in force together.
  static let together = Statement(
    """
    update artifact a
    set among = (select array_agg(b.id order by b.id) from artifact b where b.is_current and b.id <> a.id)
    where a.is_current
    """)
  static let candidate = Statement("select id, kind, name, hash, source, true, among from artifact where id = $1")
  static let hold = Statement("select library from cluster for update")
  static let bump = Statement("update cluster set library = library + 1")
  static let list = Statement(
    """
    select id, kind, name, hash, proposed_by, proposed_at, approved_by, approved_at, is_current
    from artifact order by kind, name, id
    """)
  static let source = Statement("select source from artifact where kind = $1 and name = $2 and is_current")

  static let all = [load, find, propose, retire, approve, together, candidate, hold, bump, list, source]

  /// Compiles what is stored. It was checked when it was approved, so an error here means that this program is older
  /// than the one that deployed it.
  ///
  /// - Parameter known: what was compiled before: a version that is no longer in force is not compiled twice.
  static func library(_ rows: Rows, known: Library = Library()) throws -> (Library, ArtifactIndex) {
    var artifacts = ArtifactIndex()
    let stored = try rows.map { try StoredArtifact($0) }
    for artifact in stored { artifacts.add(artifact.id, artifact.hash) }
    var (library, diagnostics) = loadLibrary(files(stored.filter(\.isCurrent)))
    // Items stay pinned to the version they began with, so earlier versions are compiled as well, each among the files
    // that were in force with it.
    var pinned = PinnedLoader(calendars: library.calendars)
    for artifact in stored where artifact.kind == .workflow && library.definitions[artifact.hash] == nil {
      if let definition = known.definitions[artifact.hash], !artifact.isCurrent {
        library.add(definition, asCurrent: false)
        continue
      }
      let (definition, found) = pinned.load(artifact.file, among: artifact.surroundings(stored))
      diagnostics += found
      if let definition { library.add(definition, asCurrent: false) }
    }
    for (name, versions) in Dictionary(grouping: stored.filter { $0.kind == .workflow }, by: \.name) {
      library.setLineage(versions.map(\.hash), of: WorkflowName(name))
    }
    try refuse(diagnostics) { message in
      EngineError(
        .corrupt,
        Text(
          en: "a deployed file is not understood by this version of the program: \(message.en)",
          ja: "配備済みの定義をこの版のプログラムで解釈できません:\(message.ja)"))
    }
    return (library, artifacts)
  }

  /// One stored file, of whatever version.
  static func file(_ rows: Rows) throws -> ArtifactFile {
    let stored = try StoredArtifact(try rows.single)
    return ArtifactFile(kind: stored.kind, name: stored.name, hash: stored.hash, source: stored.source)
  }

  /// Whether everything in force would still be understood with a candidate in the place of its predecessor: a library
  /// that does not compile would stop every server.
  static func check(_ candidate: Rows, among rows: Rows) throws {
    let candidate = try StoredArtifact(try candidate.single)
    let stored = try rows.map { try StoredArtifact($0) }.filter { $0.isCurrent && !$0.isSameName(as: candidate) }
    try refuse(loadLibrary(files(stored + [candidate])).diagnostics) { message in
      EngineError(
        .conflict,
        Text(
          en: "with this version in force a deployed file would no longer be understood: \(message.en)",
          ja: "この版を有効にすると、配備済みのファイルが解釈できなくなります:\(message.ja)"))
    }
  }

  private static func refuse(_ diagnostics: [Diagnostic], _ error: (Text) -> EngineError) throws {
    guard let first = diagnostics.first(where: { $0.severity == .error }) else { return }
    let place = first.location.map { "\($0.source.name):\($0.position.line): " } ?? ""
    throw error(Text(en: place + first.message.en, ja: place + first.message.ja))
  }

  private static func files(_ artifacts: [StoredArtifact]) -> LibraryFiles {
    var files = LibraryFiles()
    for artifact in artifacts {
      switch artifact.kind {
      case .workflow: files.workflows.append(artifact.file)
      case .calendar: files.calendars.append(artifact.file)
      case .parameter: files.parameters.append(artifact.file)
      }
    }
    return files
  }

  private struct StoredArtifact {
    let id: Int32
    let kind: ArtifactKind
    let name: String
    let hash: ContentHash
    let source: String
    let isCurrent: Bool
    /// What was in force with it; nil: what is now.
    let among: Set<Int32>?

    func isSameName(as other: StoredArtifact) -> Bool { kind == other.kind && name == other.name }

    func surroundings(_ all: [StoredArtifact]) -> [(key: String, kind: PinnedLoader.Kind, file: SourceFile)] {
      all.filter { among?.contains($0.id) ?? ($0.isCurrent && $0.id != id) }.compactMap { other in
        switch other.kind {
        case .workflow: ("\(other.id)", .workflow, other.file)
        case .parameter: ("\(other.id)", .parameter, other.file)
        case .calendar: nil
        }
      }
    }

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
      among = try row.get(6, as: [Int32]?.self).map { Set($0) }
    }
  }
}
