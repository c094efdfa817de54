import Diagnostics
import Testing
import Workflows

@testable import Engine

/// The April personnel move as a file.
@Suite struct PeopleFileTests {
  private static func read(_ text: String) -> PeopleFile {
    PeopleFile(
      SourceFile(name: "people.csv", text: text), changing: SmallWorld.directory, on: Day(number: 20_549))
  }

  @Test(arguments: ["", "\u{FEFF}"], ["\n", "\r\n"])
  func aMoveIsRead(mark: String, lineBreak: String) throws {
    let lines = [
      "person,name_en,name_ja,email,position,from,to", "suzuki,,,,keeper-1,,2026-04-30",
      "new,\"New, \"\"the\"\" one\",新人,new@example.jp,keeper-1,2026-05-01,", "", "mori,,,\"mori2@example.jp\",,,",
    ]
    let file = Self.read(mark + lines.joined(separator: lineBreak) + lineBreak)
    #expect(file.diagnostics.map(\.message.en) == [])
    let next = try SmallWorld.directory.applying(file.edits, on: Day(number: 20_549)).get()
    #expect(next.people["new"]?.name == Text(en: "New, \"the\" one", ja: "新人"))
    #expect(next.people["mori"]?.email == "mori2@example.jp" && next.people["mori"]?.name.ja == "人")
    #expect(next.holders(of: "keeper-1", on: "2026-05-01") == ["new"])
    #expect(next.holders(of: "keeper-1", on: "2026-04-30") == ["suzuki"])
    // What changes nothing is no edit.
    #expect(Self.read("person,position\nsuzuki,keeper-1\n").edits.isEmpty)
  }

  /// Each faulty file, and its complaints as line:column code.
  static let faulty: [(text: String, complaints: [String])] = [
    ("", ["1:1 F110"]),
    ("person,postion\na,b\n", ["1:8 F111", "2:1 F115"]),
    ("person,person\n", ["1:8 F112"]),
    ("name_en\nx\n", ["1:1 F112"]),
    ("person,active\nsuzuki\nsuzuki,yes\n,true\n", ["2:1 F113", "3:8 F116", "4:1 F114"]),
    ("person,email\n鈴木,x\nsuzuki,\"日本,\"語@x\n", ["2:1 F115", "2:4 F117", "3:13 F106", "3:8 F117"]),
    ("person,position,from,to\nsuzuki,keeper-9,2026-04-31,\n", ["2:8 F120", "2:17 F123"]),
    ("person,position,from,to\nsuzuki,chief-1,,2026-05-01\n", ["2:8 F122"]),
    ("person,position,from,to\nsuzuki,chief-1,2026-05-02,2026-05-01\n", ["2:27 F121"]),
    ("person,position,from,to\nsuzuki,,2026-05-02,\nvendor,chief-1,,\n", ["2:9 F119"]),
    ("person,position\nvendor,chief-1\n", ["2:8 F124"]),
    ("person,email\nsuzuki,\"open\n", ["2:8 F105", "2:8 F117"]),
    ("person,email\nsuzuki,a\"b@c\n", ["2:9 F104"]),
  ]

  @Test(arguments: faulty)
  func everyMistakeHasItsPlace(_ example: (text: String, complaints: [String])) {
    let file = Self.read(example.text)
    let complaints = file.diagnostics.map { diagnostic in
      let position = diagnostic.location?.position
      return "\(position?.line ?? 0):\(position?.column ?? 0) \(diagnostic.code)"
    }
    #expect(Set(complaints) == Set(example.complaints), "\(complaints)")
    #expect(file.edits.isEmpty)
  }

  @Test func bytesThatAreNoTextAreFoundWhereTheyStand() {
    let bytes = Array("person,email\nsuzuki,鈴".utf8) + [0x82, 0xA0]
    let file = PeopleFile(
      SourceFile(name: "people.csv", bytes: bytes), changing: SmallWorld.directory, on: Day(number: 20_549))
    #expect(file.diagnostics.map(\.code) == ["F102"])
    #expect(file.diagnostics.first?.location?.position.line == 2)
  }

  @Test func theLimitsHold() {
    let many = "person\n" + String(repeating: "suzuki\n", count: CSVReader.maxRecords + 1)
    #expect(Self.read(many).diagnostics.map(\.code) == ["F103"])
    let long = "person,name_en\nsuzuki," + String(repeating: "x", count: CSVReader.maxField + 1)
    #expect(Self.read(long).diagnostics.map(\.code) == ["F107"])
  }
}
