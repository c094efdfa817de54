import Diagnostics
import Foundation
import Testing

@testable import Workflows

/// Every shipped case through the simulator. Together they visit every state, transition, guard and role.
@Suite struct ShippedCasesTests {
  struct World {
    let library: Library
    let directory: Directory
    let cases: [SourceFile]
  }

  static let world: World? = {
    guard let files = try? Shipped.libraryFiles(), let cast = try? Shipped.file("cases/cast.yaml"),
      let folders = try? FileManager.default.contentsOfDirectory(
        atPath: Shipped.folder.appending(path: "cases").path(percentEncoded: false)
      ).sorted()
    else { return nil }
    let cases = folders.filter { !$0.contains(".") }.flatMap { (try? Shipped.files("cases/" + $0)) ?? [] }
    return World(
      library: loadLibrary(files).library, directory: loadCast(cast).cast?.directory ?? Directory(), cases: cases)
  }()

  static let names: [String] = world?.cases.map(\.name) ?? []

  @Test(arguments: names)
  func passes(name: String) throws {
    let world = try #require(Self.world)
    let file = try #require(world.cases.first { $0.name == name })
    let (scenario, diagnostics) = loadCase(file, library: world.library, directory: world.directory)
    for diagnostic in diagnostics { Issue.record("\(diagnostic.rendered(.en))") }
    guard let scenario else { return }
    var run = CaseRun(scenario, library: world.library, directory: world.directory)
    for step in scenario.steps {
      let played = run.play(step)
      for failure in played.failures { Issue.record("\(failure.rendered(.en))") }
      if !played.failures.isEmpty { return }
    }
  }

  @Test func visitEverything() throws {
    let world = try #require(Self.world)
    var coverage = Coverage()
    for file in world.cases {
      guard let scenario = loadCase(file, library: world.library, directory: world.directory).scenario else { continue }
      var run = CaseRun(scenario, library: world.library, directory: world.directory)
      for step in scenario.steps { _ = run.play(step) }
      coverage.merge(run.coverage)
    }
    for definition in world.library.definitions.values.sorted(by: { $0.name < $1.name }) {
      let points = Coverage.points(of: definition)
      let missing = points.filter { !coverage.visited.contains($0) }
      print("coverage \(definition.name): \(points.count - missing.count) of \(points.count)")
      for point in missing { Issue.record("not visited: \(point)") }
    }
  }
}
