import Diagnostics
import Foundation
import Testing

@testable import JSON

@Suite struct FormatTests {
  static let texts: [(format: SchemaFormat, yes: [String], no: [String])] = [
    (
      .date, ["2026-04-01", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"],
      [
        "2026-02-29", "1900-02-29", "2026-02-30", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "2026-4-1",
        "20260401", "２０２６-04-01", "2026-04-01T", "", "-026-04-01", "2026-04-01 ",
      ]
    ),
    (
      .time, ["09:30:00Z", "09:30:00.123456789+09:00", "23:59:60Z", "08:59:60+09:00", "00:00:00z", "15:59:60-08:00"],
      [
        "09:30:00", "09:30Z", "24:00:00Z", "09:60:00Z", "09:30:61Z", "09:30:00.Z", "09:30:00+24:00", "09:30:00+9:00",
        "23:59:60+09:00", "22:59:60Z", "09:30:00+09", "9:30:00Z",
      ]
    ),
    (
      .dateTime,
      [
        "2026-04-01T09:30:00+09:00", "1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "2026-04-01t00:00:00z",
        "1991-01-01T08:59:60+09:00", "1998-12-31T15:59:60.123-08:00",
      ],
      [
        "2026-04-01", "2026-04-01 09:30:00Z", "2026-02-30T00:00:00Z", "2026-04-01T09:30:00", "1998-12-31T23:58:60Z",
        "2026-04-01T23:59:60Z", "1990-12-31T08:59:60+09:00", "2026-04-01T09:30:00ZZ",
      ]
    ),
    (
      .duration, ["P1Y", "P1Y2M3DT4H5M6S", "PT30M", "P4W", "P1M", "PT1H30M", "P0D", "PT5M6S", "P1DT12H"],
      ["P", "PT", "1Y", "P1Y2W", "P1D2H", "P2D1Y", "P1Y2D", "PT1H2S", "P1.5Y", "P-1D", "P1S", "p1d", "P1YT", "P1W2D"]
    ),
    (
      .email,
      [
        "joe.bloggs@example.com", "te~st@example.com", "\"joe bloggs\"@example.com", "\"a\\\"b@c\"@example.com",
        "joe@[127.0.0.1]", "joe@[IPv6:::1]", "a@b",
      ],
      [
        "2962", "@example.com", "a@", ".a@b.jp", "a.@b.jp", "a..b@c.jp", "a b@c.jp", "a@-b.jp", "a@b..jp", "a@b_c.jp",
        "a@[300.0.0.1]", "\"a\"b@c", "山田@example.jp", "a@例え.jp", "a@b.jp ",
      ]
    ),
    (
      .uri,
      [
        "https://example.jp/%E6%9D%B1?q=1#f", "urn:oasis:names:specification", "mailto:a@b.jp",
        "http://[2001:db8::7]:80/",
        "ldap://[::1]/c=GB?objectClass?one", "tel:+81-3-1234", "file:///etc/hosts", "http://-.~_!$&'()*+,;=:%40@x.jp",
        "ftp://a:b@host:/", "x://[v1.a:b]/", "a:",
      ],
      [
        "//example.jp/a", "/a", "abc", "\\\\share", "http:// x", "http://a/東京", ":a", "1http://a", "http://[::1",
        "http://a/%2",
        "http://a/<b>", "http://a:x/", "http://[::12345]/", "http://a/^", "bar,\"x\":", "http://a#b#c", "http://[1:2]/",
      ]
    ),
    (
      .uuid, ["2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000"],
      [
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380",
        "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380", "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
      ]
    ),
    (
      .corporateNumber, ["7000012050002", "8000020130001", "2120901007402"],
      ["1234567890123", "700001205000", "70000120500022", "T7000012050002", "７000012050002"]
    ),
    (
      .invoiceRegistrationNumber, ["T7000012050002", "T1234567890123"],
      ["7000012050002", "t7000012050002", "T700001205000", "T70000120500020", "T700001205000a"]
    ),
    (.moneyJPY, ["0", "12500000", "-1"], ["", "-", "01", "-0", "1.5", "1,000", "１", "+1", "1e3", " 1"]),
  ]

  @Test(arguments: Self.texts)
  func admitted(_ format: SchemaFormat, _ yes: [String], _ no: [String]) {
    for text in yes { #expect(format.admits(.string(text)), "\(format.rawValue): \(text)") }
    for text in no { #expect(!format.admits(.string(text)), "\(format.rawValue): \(text)") }
    #expect(format.admits(.null) && format.admits([1]) && format.admits(1))
    #expect(!format.expected.ja.isEmpty)
  }

  @Test func wholeYen() throws {
    #expect(SchemaFormat.moneyJPY.admits(try JSONValue(parsing: "1e3")))
    #expect(!SchemaFormat.moneyJPY.admits(try JSONValue(parsing: "0.5")))
  }

  /// Corporate numbers with the verdict of others (python-stdnum), read from the shared folder.
  @Test func corporateNumbersOfOthers() throws {
    let file = SchemaConformanceTests.folder.deletingLastPathComponent()
      .appendingPathComponent("jp/corporate-numbers.csv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      print("conformance corporate-numbers: skipped (folder absent)")
      return
    }
    var passed = 0, failed = 0
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count >= 2, fields[0].allSatisfy(\.isNumber) else { continue }
      let isValid = ["true", "valid", "1", "yes"].contains(fields[1].lowercased())
      if CorporateNumber.isValid(fields[0]) == isValid { passed += 1 } else { failed += 1 }
    }
    #expect(failed == 0 && passed > 0)
    print("conformance corporate-numbers: \(passed) passed, \(failed) failed, 0 deviations")
  }
}
