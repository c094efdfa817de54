import Diagnostics
import Foundation
import Testing

@testable import Workflows

/// What is shipped loads without a finding.
@Suite struct ShippedDefinitionTests {
  @Test func definitionsCalendarsAndParameters() throws {
    let (library, diagnostics) = loadLibrary(try Shipped.libraryFiles())
    #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
    let expected: Set<WorkflowName> = [
      "approval", "contract-request", "invoice", "project-oversight", "service-canvas", "system-assessment",
    ]
    #expect(expected.isSubset(of: library.current.keys))
    #expect(library.calendars.keys.contains("jp-government"))
    #expect(library.parameters.count >= 19)
  }

  @Test func castAndCases() throws {
    let (library, _) = loadLibrary(try Shipped.libraryFiles())
    let (cast, found) = loadCast(try Shipped.file("cases/cast.yaml"))
    #expect(found.isEmpty, "\(found.rendered(.en))")
    let directory = try #require(cast?.directory)
    #expect(directory.holders(of: "reform-chief", on: try #require(Day("2026-04-01"))) == ["mori"])
    #expect(directory.people["hara"]?.party == "mizunoe")
    var count = 0
    for workflow in library.current.keys.sorted() {
      for file in try Shipped.files("cases/" + workflow.text) {
        let (scenario, diagnostics) = loadCase(file, library: library, directory: directory)
        #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
        #expect(scenario?.steps.isEmpty == false)
        count += 1
      }
    }
    #expect(count >= 40)
  }

  /// Every deployed definition can be checked again, alone, against the library that holds it.
  @Test func oneFileAgainstTheDeployedOnes() throws {
    let files = try Shipped.libraryFiles()
    let (library, _) = loadLibrary(files)
    for file in files.workflows {
      let (definition, diagnostics) = checkDefinition(file, against: library)
      #expect(diagnostics.isEmpty, "\(diagnostics.rendered(.en))")
      let name = try #require(definition?.name)
      #expect(definition?.hash == library.current[name])
    }
  }
}
