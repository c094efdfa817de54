import Diagnostics
import Testing

@testable import Authoring

@Suite struct LogReaderTests {
  static let quoted = "\u{FEFF}Case,ACTIVITY,Time\r\n1,\"a, \"\"b\"\"\nc\",2026-01-01\r\n\"2\",d,\r\n\r\n3,e \" f,t"

  @Test(arguments: [1, 2, 3, 5, 7, 1000])
  func csvFollowsRFC4180InAnyPieces(piece: Int) throws {
    #expect(
      try Replay.items(Self.quoted, .csv, piece: piece) == [
        .row(case: "1", LogEvent(activity: "a, \"b\"\nc", time: "2026-01-01")),
        .row(case: "2", LogEvent(activity: "d")), .row(case: "3", LogEvent(activity: "e \" f", time: "t")),
      ])
  }

  @Test(arguments: [
    ("case;activity\n1;a\n", 1, "the fields are separated by \";\", not by commas"),
    ("case\tactivity\n1\ta\n", 1, "the fields are separated by a tab, not by commas"),
    ("id,activity\n1,a\n", 1, "the header names no column \"case\" or no column \"activity\""),
    ("case,activity,case_id\n", 1, "two columns say the same: \"case_id\""),
    ("case,activity\n1,a,b\n", 2, "the row has 3 fields, the header 2"),
    ("case,activity\n1,\"a\nb\n", 2, "a quote is opened and never closed"),
    ("case,activity\n1,a\n2,\"a\"b\n", 3, "something follows a closing quote"),
    ("case,activity\n1,\n", 2, "the row has no case or no activity"), ("", 1, "the file is empty"),
    ("case,activity\n\"1\n2\",a\n3,\n", 4, "the row has no case or no activity"),
  ])
  func csvFaultsNameTheLine(text: String, line: Int, message: String) throws {
    let fault = #expect(throws: LogFault.self) { try Replay.items(text) }
    #expect(fault?.line == line)
    #expect(fault?.message.en == message)
  }

  @Test(arguments: [
    [0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4], [0xFF, 0xFE, 0x63, 0], Array("case,activity\n1,".utf8) + [0x82, 0xA0, 10],
  ])
  func otherFilesAreToldApart(bytes: [UInt8]) throws {
    let fault = #expect(throws: LogFault.self) { try Replay.items(bytes, .csv) }
    #expect(fault?.help.ja.isEmpty == false)
  }

  static let xes = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a log > with "quotes -->
    <log xes.version="1.0" xmlns="http://www.xes-standard.org/">
      <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
      <global scope="event"><string key="concept:name" value="__INVALID__"/></global>
      <trace>
        <string key="concept:name" value="A &amp; B &#x3042;"/>
        <event>
          <string key="org:resource" value="x > y"><string key="concept:name" value="nested"/></string>
          <string key="concept:name" value='register "request"'/>
          <date key="time:timestamp" value="2026-01-01T09:00:00+09:00"/>
          <string key="lifecycle:transition" value="start"/>
        </event>
        <event><string key="concept:name" value="b"/><string key="lifecycle:transition" value="COMPLETE"/></event>
      </trace>
      <trace></trace>
    </log>
    """

  @Test(arguments: [1, 2, 3, 11, 10_000])
  func xesIsReadInAnyPieces(piece: Int) throws {
    #expect(
      try Replay.items(Self.xes, .xes, piece: piece) == [
        .event(
          trace: 0,
          LogEvent(activity: "register \"request\"", time: "2026-01-01T09:00:00+09:00", lifecycle: "start")),
        .event(trace: 0, LogEvent(activity: "b", lifecycle: "COMPLETE")), .end(trace: 0, name: "A & B あ"),
        .end(trace: 1, name: nil),
      ])
  }

  @Test(arguments: [
    ("<!DOCTYPE log [<!ENTITY a \"b\">]><log/>", "the document declares a document type or an entity"),
    ("<log><!ENTITY a \"b\"></log>", "the document declares a document type or an entity"),
    ("<log><trace><string key=\"a\" value=\"&a;\"/></trace></log>", "the document uses the entity &a;"),
    ("<log><trace></log>", "not well-formed XML: </log> closes nothing that is open"),
    ("<log>", "not well-formed XML: the document ends before </log>"),
    ("<log/><log/>", "not well-formed XML: there is a second root element"),
    ("<mxml/>", "the root element is <mxml>, not <log>"),
    ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><log/>", "the document is written in iso-8859-1"),
    ("<log><trace><event/></trace></log>", "an event of trace #1 has no concept:name"),
    ("<log a=\"1\" a=\"2\"/>", "not well-formed XML: the attribute a stands twice"),
    ("<log a=1/>", "not well-formed XML: the tag <log a=1/"),
    ("<log/>x", "not well-formed XML: text outside the root element"),
    (String(repeating: "<log>", count: 70), "not well-formed XML: elements are nested more than 64 deep"),
  ])
  func xesFaults(text: String, message: String) throws {
    let fault = #expect(throws: LogFault.self) { try Replay.items(text, .xes) }
    #expect(fault?.message.en == message)
  }

  /// Only completions are replayed, and positions count all events of the trace.
  @Test func lifecyclesCount() throws {
    let definition = try Samples.load(RunningExample.text)
    let events = [("register request", "start"), ("register request", "complete"), ("decide", "complete")].map {
      "<event><string key=\"concept:name\" value=\"\($0)\"/><string key=\"lifecycle:transition\" value=\"\($1)\"/></event>"
    }
    let log = "<log><trace>\(events.joined())</trace><trace><string key=\"concept:name\" value=\"z\"/></trace></log>"
    let report = try Replay.run(definition, log, .xes)
    #expect(report.short == ["3 not_possible", "incomplete"])
    #expect(report.cases.map(\.name) == ["#1", "z"])
    #expect(report.skippedEvents == 1)
  }
}
