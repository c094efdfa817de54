package import Diagnostics
import YAML

/// The files of a library, by kind.
package struct LibraryFiles: Sendable {
  package var workflows: [SourceFile]
  package var calendars: [SourceFile]
  package var parameters: [SourceFile]

  package init(workflows: [SourceFile] = [], calendars: [SourceFile] = [], parameters: [SourceFile] = []) {
    self.workflows = workflows
    self.calendars = calendars
    self.parameters = parameters
  }
}

/// Reads files into a library: calendars and parameters first, then every definition's outline, so that definitions may
/// refer to one another, then the definitions themselves.
///
/// - Parameter base: what is deployed already; the files come on top of it.
/// - Returns: the base with everything that is without mistakes, and all mistakes in reading order.
package func loadLibrary(
  _ files: LibraryFiles, base: Library? = nil
) -> (library: Library, diagnostics: [Diagnostic]) {
  var library = base ?? Library()
  var diagnostics: [Diagnostic] = []
  for file in files.calendars {
    let (calendar, found) = loadCalendar(file)
    diagnostics += found
    if let calendar { library.calendars[calendar.name] = calendar }
  }
  for file in files.parameters {
    let (parameter, found) = loadParameter(file)
    diagnostics += found
    if let parameter { library.parameters[parameter.name] = parameter }
  }
  let (definitions, found) = DefinitionLoader(library).load(files.workflows)
  diagnostics += found
  for definition in definitions { library.add(definition) }
  return (library, diagnostics.inReadingOrder())
}

/// Checks one definition against a library of deployed ones (an older version of itself among them does not count).
package func checkDefinition(
  _ file: SourceFile, against library: Library
) -> (definition: Definition?, diagnostics: [Diagnostic]) {
  let (definitions, diagnostics) = DefinitionLoader(library).load([file])
  return (definitions.first, diagnostics.inReadingOrder())
}

/// Compiles versions that are no longer in force, each against the files that were in force with it: what a neighbour or
/// a table looks like today is nothing to a definition that items were pinned to yesterday. Values are another matter:
/// parameters and calendars are looked up by name when a step asks, as of its day.
package struct PinnedLoader {
  private var neighbours: [String: Neighbour] = [:]
  private var parameters: [String: Parameter] = [:]
  private let calendars: [String: WorkCalendar]

  /// - Parameter calendars: only their names matter here.
  package init(calendars: [String: WorkCalendar]) { self.calendars = calendars }

  /// - Parameter surroundings: the other files of its time, each with a key under which it is read once.
  package mutating func load(
    _ file: SourceFile, among surroundings: [(key: String, kind: Kind, file: SourceFile)]
  ) -> (definition: Definition?, diagnostics: [Diagnostic]) {
    var world = LoadingWorld(Library())
    world.calendars = calendars
    for (key, kind, file) in surroundings {
      switch kind {
      case .workflow:
        if neighbours[key] == nil { neighbours[key] = DefinitionOutline(file, Findings())?.neighbour }
        if let neighbour = neighbours[key] { world.neighbours[neighbour.workflow] = neighbour }
      case .parameter:
        if parameters[key] == nil { parameters[key] = loadParameter(file).parameter }
        if let parameter = parameters[key] { world.parameters[parameter.name] = parameter }
      }
    }
    let findings = Findings()
    guard let outline = DefinitionOutline(file, findings) else { return (nil, findings.diagnostics) }
    world.neighbours[outline.name] = outline.neighbour
    let definition = DefinitionBuilder(outline, world, findings).definition()
    return (definition, findings.diagnostics.inReadingOrder())
  }

  package enum Kind: Sendable, Hashable {
    case workflow
    case parameter
  }
}

/// Two readings: outlines of all files, then each definition against all outlines.
struct DefinitionLoader {
  private let library: Library

  init(_ library: Library) { self.library = library }

  func load(_ files: [SourceFile]) -> (definitions: [Definition], diagnostics: [Diagnostic]) {
    var world = LoadingWorld(library)
    var outlines: [(outline: DefinitionOutline?, findings: Findings)] = []
    var places: [WorkflowName: Location] = [:]
    for file in files {
      let findings = Findings()
      let outline = DefinitionOutline(file, findings)
      if let outline {
        if let first = places[outline.name] {
          findings.report(
            .twice, Text(en: "another file defines \"\(outline.name)\" too", ja: "「\(outline.name)」は別のファイルでも定義されています"),
            at: outline.draft.name.location, notes: [.init(Text(en: "here", ja: "ここです"), at: first)],
            help: Text(en: "rename one of the workflows", ja: "どちらかの名前を変えてください"))
        } else {
          places[outline.name] = outline.draft.name.location
          world.neighbours[outline.name] = outline.neighbour
        }
      }
      outlines.append((outline, findings))
    }
    let definitions = outlines.compactMap { outline, findings in
      outline.flatMap { DefinitionBuilder($0, world, findings).definition() }
    }
    return (definitions, outlines.flatMap(\.findings.diagnostics))
  }
}
