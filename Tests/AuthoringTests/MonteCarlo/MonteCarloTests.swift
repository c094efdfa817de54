import Diagnostics
import JSON
import Testing
import Workflows

@testable import Authoring

@Suite struct MonteCarloTests {
  private static func report(seed: UInt64, absence: Double = 0.05) throws -> MonteCarloReport {
    let world = try #require(ShippedWorld.shared)
    let scenarios = world.scenarios.filter { $0.source.name.hasPrefix("cases/approval/") }
    let habits = Habits("approval", from: scenarios, world.library, world.directory)
    var behaviour = Behaviour()
    behaviour.absence = absence
    let start = try #require(Day("2026-04-06"))
    return try #require(
      MonteCarlo.run("approval", count: 4, from: start, habits, behaviour, world.library, world.directory, seed: seed))
  }

  @Test func theSameSeedGivesTheSameFigures() throws {
    let one = try Self.report(seed: 7)
    #expect(one.json.canonicalText == (try Self.report(seed: 7)).json.canonicalText)
    #expect(one.json.canonicalText != (try Self.report(seed: 8)).json.canonicalText)
    #expect(one.items == 4 && one.finished > 0)
    #expect(one.states.contains { $0.state == "circulating" && $0.days.median > 0 && $0.days.p90 >= $0.days.median })
    #expect(one.waits.contains { $0.role == "section_chief" })
    #expect(one.deadlines.allSatisfy { $0.missed <= $0.armed })
  }

  @Test func theChartSpeaksAndRunsNothing() throws {
    let svg = LeadTimeChart(try Self.report(seed: 7)).svg
    #expect(
      svg.hasPrefix("<svg ") && svg.contains("<title id=\"chart-title\">") && svg.contains("<desc id=\"chart-desc\">"))
    #expect(svg.contains("審議") && svg.contains("In review") && !svg.contains("<script"))
  }

  @Test(arguments: [
    ([], 0.0, 0.0), ([3.0], 3.0, 3.0), ([5, 1, 3], 3, 5), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),
  ])
  func quantilesAreNearestRanks(values: [Double], median: Double, p90: Double) {
    let quantiles = Quantiles(values)
    #expect(quantiles.median == median && quantiles.p90 == p90)
  }

  @Test func nobodyWorksAtNightOrOnDaysOff() throws {
    let world = try #require(ShippedWorld.shared)
    let office = OfficeHours(calendar: world.library.calendars["jp-government"])
    let friday = try #require(Instant(tokyo: "2026-04-10T16:00"))
    #expect(office.adding(hours: 2, to: friday) { _ in true } == Instant(tokyo: "2026-04-13T10:00"))
    #expect(office.next(from: try #require(Instant(tokyo: "2026-04-11T03:00"))) == Instant(tokyo: "2026-04-13T09:00"))
  }
}
