import Diagnostics
import Testing
import Workflows

@testable import Server

@Suite struct QueryValuesTests {
  let parameters: [QueryParameter] = [
    QueryParameter("state", .text(max: 5), repeatable: true, en: "", ja: ""),
    QueryParameter("limit", .integer(1...500), en: "", ja: ""), QueryParameter("from", .day, en: "", ja: ""),
    QueryParameter("open", .flag, en: "", ja: ""), QueryParameter("kind", .choice(["a", "b"]), en: "", ja: ""),
  ]

  @Test func valuesAreRead() throws {
    let values = try QueryValues("state=a&state=b+c&limit=7&from=2026-04-01&open=true&kind=a&", for: parameters)
    #expect(values.texts("state") == ["a", "b c"])
    #expect(values.limit(50) == 7)
    #expect(values.day("from")?.description == "2026-04-01")
    #expect(values.flag("open") == true)
    #expect(values.text("kind") == "a")
    #expect(try QueryValues("", for: parameters).limit(50) == 50)
  }

  @Test(
    arguments: [
      ("staet=a", "did you mean state?"), ("limit=0", "from 1 to 500"), ("limit=501", "from 1 to 500"),
      ("limit=+7", "from 1 to 500"), ("limit=x", "from 1 to 500"), ("limit=1&limit=2", "too often"),
      ("from=2026-02-30", "YYYY-MM-DD"), ("open=yes", "true or false"), ("kind=c", "one of a, b"), ("state=", "1 to 5"),
      ("state=abcdef", "1 to 5"), ("state=%ff", "percent-encoded"), ("%zz=1", "percent-encoded"),
    ])
  func mistakesAreNamed(_ query: String, _ message: String) {
    do {
      _ = try QueryValues(query[...], for: parameters)
      Issue.record("accepted")
    } catch {
      #expect(error.code == .invalidQuery)
      #expect(error.detail.en.contains(message), "\(error.detail.en)")
    }
  }

  @Test func allMistakesAreNamedAtOnce() {
    do {
      _ = try QueryValues("limit=0&open=x&nothing=1", for: parameters)
      Issue.record("accepted")
    } catch {
      #expect(error.places.map(\.pointer) == ["limit", "open", "nothing"])
    }
  }

  @Test func requiredOnesMustBeThere() {
    let required = [QueryParameter("slot", .text(max: 5), required: true, en: "", ja: "")]
    #expect(throws: Problem.self) { try QueryValues("", for: required) }
  }
}
