import Diagnostics
import Testing
import Workflows

@testable import Authoring

@Suite struct ReplayTests {
  @Test func theKnownTracesHaveTheKnownVerdicts() throws {
    let definition = try Samples.load(RunningExample.text)
    let report = try Replay.run(definition, RunningExample.csv(RunningExample.traces.map(\.trace)))
    #expect(report.cases.map { $0.deviation?.position } == RunningExample.traces.map(\.deviation))
    #expect(report.count("fits") == 8)
    #expect(report.unknownActivities == ["send flowers"])
    #expect(report.hasDeviations)
  }

  @Test func aDeviationSaysWhereAndWhatWasPossible() throws {
    let definition = try Samples.load(RunningExample.text)
    let report = try Replay.run(definition, RunningExample.csv(["abdh", "abdehg", "abx"]))
    let deviations = report.cases.compactMap(\.deviation)
    #expect(deviations.map(\.reason) == [.notPossible, .afterTheEnd, .unknownActivity(suggestion: nil)])
    #expect(deviations.map(\.states) == [["ready"], ["closed"], ["examined"]])
    #expect(deviations.map { $0.possible.map(\.name) } == [["decide"], [], ["check_ticket_2"]])
    #expect(report.lines(.en).first == "1: event 4 \"reject request\" was not possible")
    #expect(report.lines(.ja).contains("    行えること：decide (判断)"))
    #expect(report.csv(report.cases[0]) == "1,deviates,4,4,reject request,not_possible,decide")
  }

  @Test func stoppingEarlyFitsUnlessAnEndIsAskedFor() throws {
    let definition = try Samples.load(RunningExample.text)
    let log = RunningExample.csv(["abd", "abdeh"])
    #expect(try Replay.run(definition, log).short == ["incomplete", "fits"])
    #expect(try Replay.run(definition, log, complete: true).short == ["4 stops_early", "fits"])
  }

  @Test func casesMayBeMixed() throws {
    let definition = try Samples.load(RunningExample.text)
    let log = """
      activity,Case,amount
      register request,ü,1
      register request,z,2
      Check Ticket,z,2
      decide,ü,1
      EXAMINE-CASUALLY,z,2
      判断,z,2
      """
    let report = try Replay.run(definition, log)
    #expect(report.cases.map(\.name) == ["ü", "z"])
    #expect(report.short == ["2 not_possible", "incomplete"])
  }

  static let review = Samples.text(
    """
    draft: {title: {en: Draft, ja: 起案}, initial: true}
    circulating:
      title: {en: In review, ja: 審議}
      review:
        stages:
          - {name: one, title: {en: One, ja: 一}, by: clerk, quorum: any}
          - {name: two, title: {en: Two, ja: 二}, by: chief, quorum: 2}
        on: {approved: decided, returned: draft, rejected: dropped}
    decided: {title: {en: Decided, ja: 決定}}
    waiting: {title: {en: Waiting, ja: 保留}}
    done: {title: {en: Done, ja: 完了}, final: true, outcome: done}
    dropped: {title: {en: Dropped, ja: 廃案}, final: true, outcome: dropped}
    """,
    """
    submit: {title: {en: Submit, ja: 提出}, from: draft, to: circulating, by: clerk}
    carry_out: {title: {en: Carry out, ja: 施行}, from: decided, to: $same, by: clerk, effects: [{open: report}]}
    close: {title: {en: Close, ja: 完了}, from: decided, to: done, by: clerk}
    hold: {title: {en: Hold, ja: 保留}, from: any, to: waiting, by: clerk, suspends: true}
    resume: {title: {en: Resume, ja: 再開}, from: waiting, to: $resume, by: clerk}
    lapse: {title: {en: Lapse, ja: 失効}, from: waiting, to: dropped, when: "item.opened"}
    """)

  /// Words of a log, each a case, and the verdict. What is certain without data counts: quorums, suspensions, duties.
  @Test(arguments: [
    ("submit approve approve approve close", "fits"),
    ("submit approve approve close", "4 not_possible"),
    ("submit approve approve approve approve", "5 not_possible"),
    ("submit return submit approve approve approve close", "fits"),
    ("submit reject", "fits"), ("submit reject submit", "3 after_the_end"),
    // Without votes in the log the review is unseen.
    ("submit close", "fits"), ("submit submit", "fits"),
    // Votes outlive a suspension.
    ("submit approve hold resume approve approve close", "fits"),
    ("submit hold hold resume resume reject", "fits"), ("submit approve hold resume approve close", "6 not_possible"),
    // An unseen automatic transition out of a suspension.
    ("hold", "fits"), ("hold submit", "2 not_possible"), ("hold lapse", "fits"),
    ("hold lapse resume", "3 after_the_end"),
    // Duties that block, and their discharge; also in a final state.
    ("submit carry_out close", "3 duty_open"), ("submit carry_out report close", "fits"),
    ("submit carry_out carry_out report close", "fits"), ("submit report", "2 not_possible"),
    ("submit carry_out report report", "4 not_possible"),
    // A deputy may have voted: then the holder's duty is open.
    ("submit approve approve approve look close", "fits"), ("submit approve approve approve close look", "fits"),
    ("submit look", "2 not_possible"),
  ])
  func theFlowWithoutData(words: String, verdict: String) throws {
    let definition = try Samples.load(Self.review)
    let log = "case,activity\n" + words.split(separator: " ").map { "1,\($0)\n" }.joined()
    #expect(try Replay.run(definition, log).short == [verdict])
  }

  @Test func theMappingFileNamesIgnoresAndSilences() throws {
    let definition = try Samples.load(Self.review)
    let log = "case,activity\n1,Einreichen\n1,Druck\n1,lapse\n2,Einreichen\n2,hold\n2,lapse\n3,hold\n3,resume\n3,x\n"
    let map = "activities: {Einreichen: submit, x: [submit, close]}\nignore: [Druck]"
    #expect(try Replay.run(definition, log, map: map).short == ["3 not_possible", "fits", "fits"])
    // With its activity in the log the automatic transition is recorded; silenced, the case may have lapsed unseen.
    let tail = "case,activity\n1,hold\n2,hold\n2,lapse\n"
    #expect(try Replay.run(definition, tail).short == ["incomplete", "fits"])
    #expect(try Replay.run(definition, tail, map: "silent: [lapse]").short == ["fits", "fits"])
    #expect(try Replay.run(definition, "case,activity\n1,hold\n", map: "recorded: [lapse]").short == ["incomplete"])
    let (read, diagnostics) = ActivityMap.read(
      SourceFile(name: "m", text: "ignore: []\nsilent: [laps]"), for: definition)
    #expect(read == nil)
    #expect(diagnostics.first?.help?.en == "did you mean \"lapse\"?")
  }

  /// What a walk over the definition records fits; with one event that is impossible at a known place it deviates there.
  @Test(arguments: ["approval", "contract-request", "invoice", "project-oversight"])
  func walksOverShippedDefinitionsFit(name: String) throws {
    let definition = try #require(try Samples.shipped().definition(WorkflowName(name)))
    var numbers = SeededNumbers(7)
    var log = "case,activity\n"
    var expected: [Int?] = []
    for walk in 0..<60 {
      let recorded = Set(definition.transitionOrder.map { ReplaySymbol.transition($0) })
        .union(Vote.allCases.map { .vote($0) })
      let net = ReplayNet(definition, recorded: recorded)
      var here = net.start
      var length = 0
      while length < 25, let symbol = net.possible(in: here).randomElement(using: &numbers),
        let next = net.steps(symbol, from: here).randomElement(using: &numbers)
      {
        log += "\(walk),\(symbol.name)\n"
        length += 1
        here = next
      }
      let isBad = walk % 2 == 1
      if isBad { log += "\(walk),no such thing\n" }
      expected.append(isBad ? length + 1 : nil)
    }
    let report = try Replay.run(definition, log)
    #expect(report.cases.map { $0.deviation?.position } == expected)
  }
}
