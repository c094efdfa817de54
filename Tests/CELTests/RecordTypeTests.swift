import CEL
import Diagnostics
import Testing

/// Item data under its schema: fields, optional fields behind guards, enumerations.
@Suite struct RecordTypeTests {
  @Test(arguments: [
    "data.amount <= 4000000", "data.kind == \"purchase\"", "data.kind in [\"works\", \"purchase\"]",
    "has(data.note)", "has(data.note) && data.note != \"\"", "!has(data.note) || data.note.size() > 3",
    "has(data.note) ? data.note == \"x\" : true", "!has(data.note) ? true : data.note == \"x\"",
    "data.amount > 0 && (has(data.note) && data.note != \"\")",
    "has(data.note) && has(data.vendor) && data.vendor.code == data.note",
    "has(data.vendor) && (!has(data.vendor.suspended) || data.vendor.suspended)",
    "!(has(data.note) && data.note == \"\") && true", "!(!has(data.note) || data.note == \"\")",
    "data.?note.orValue(\"\") == \"\"", "data.?vendor.?suspended.orValue(true)", "data.?vendor.suspended.orValue(true)",
    "data.?note.hasValue() && data.note != \"\"", "\"note\" in data && data.note != \"\"",
    "data[\"kind\"] == \"works\"", "has(data.note) && data[\"note\"] != \"\"",
    "data.lines.all(l, l.price > 0)", "data.lines.all(l, !has(l.discount) || l.discount < l.price)",
    "data.lines.filter(l, has(l.discount)).size() > 0", "data.lines.map(l, has(l.discount), l.discount).size() == 1",
    "data.lines.exists(i, l, i > 0 && l.price > 1)", "size(data.lines) > 0 && data.lines[0].price > 1",
    "has(data.lines[0].discount) && data.lines[0].discount > 0",
    "cel.bind(v, data.?vendor, v.hasValue() && v.value().code == \"a\")",
    "has(data.vendor) && cel.bind(v, data.vendor, v.code == \"x\" && has(v.suspended) && v.suspended)",
    "(has(data.note) ? data.amount > 1 : false) && data.note != \"\"",
    "(has(data.note) && data.amount > 1) || (has(data.note) && data.amount < 0) ? data.note != \"\" : true",
    "data.deposit == null || data.deposit > 0", "data.deposit != null && data.deposit + 1 > 0",
    "data.deposit != null ? data.deposit > 1 : true", "data.deposit == data.amount",
    "data.deposit == 3 && data.deposit > 1",
    "[data.deposit, data.amount].exists(x, x == null)", "data.kind.startsWith(\"w\")",
    "data.kind + \"x\" == \"worksx\"",
    "(data.amount > 1 ? \"works\" : \"purchase\") == data.kind", "data.kind == data.subject",
    "data.?method.orValue(\"open\") == \"open\"", "size(data) > 1", "data.exists(k, k == \"note\")",
  ]) func accepted(_ text: String) throws {
    let failure = Examples.failure(Examples.environment, text, expecting: .bool)
    #expect(failure == nil, "\(failure?.map { $0.message.en } ?? [])")
  }

  @Test(arguments: [
    ("data.note != \"\"", "C105", "note"), ("data.note != \"\" && has(data.note)", "C105", "note"),
    ("has(data.note) || data.note != \"\"", "C105", "note"), ("!has(data.note) && data.note != \"\"", "C105", "note"),
    ("has(data.note) ? true : data.note == \"\"", "C105", "note"), ("data.vendor.code == \"x\"", "C105", "vendor"),
    ("has(data.vendor.suspended)", "C105", "vendor"),
    ("has(data.vendor) && data.vendor.suspended", "C105", "suspended"),
    ("data[\"note\"] == \"\"", "C105", "\"note\""),
    ("(has(data.note) || data.amount > 1) && data.note != \"\"", "C105", "note"),
    ("data.lines.exists(l, has(l.discount)) && data.lines.all(l, l.discount > 1)", "C105", "discount"),
    ("data.lines.all(l, has(l.discount)) && data.lines.all(l, l.discount > 1)", "C105", "discount"),
    ("data.amonut > 1", "C104", "amonut"), ("has(data.ntoe)", "C104", "ntoe"),
    ("data.?ntoe.hasValue()", "C104", "ntoe"),
    ("data.lines[0].cost > 1", "C104", "cost"), ("data.subject > 1", "C103", ">"),
    ("data.amount == \"1\"", "C103", "=="),
    ("data.amount + 1.5 > 2.0", "C103", "+"), ("data.subject.amount", "C106", "amount"),
    ("data.kind == \"purchases\"", "C109", "\"purchases\""), ("\"direct\" != data.kind", "C109", "\"direct\""),
    ("data.kind in [\"works\", \"lease\"]", "C109", "\"lease\""),
    ("data.kind == (data.amount > 1 ? \"works\" : \"worx\")", "C109", "\"worx\""),
    ("has(data.method) && data.method == data.kind", "C109", "data.kind"),
    ("data.?method.orValue(\"open\") == \"directaward\"", "C109", "\"directaward\""),
    ("data.amount.all(x, true)", "C107", "data.amount"), ("data.lines.all(l, l.price)", "C103", "l.price"),
    ("dta.amount > 1", "C101", "dta"), ("data.subject.sizee() > 1", "C102", "sizee"),
    ("sze(data.subject) > 1", "C102", "sze"),
    ("math.grates(1, 2) == 2", "C102", "grates"), ("data.amount", "C108", "data.amount"),
    ("data.amount && true", "C103", "data.amount"), ("data.subject.startsWith(1)", "C103", "startsWith"),
    ("data.subject.matches(\"(\")", "C111", "\"(\""),
    ("today < timestamp(\"2026-13-01T00:00:00Z\")", "C111", "\"2026-13-01T00:00:00Z\""),
    ("duration(\"3 days\") > duration(\"1h\")", "C111", "\"3 days\""), ("{\"a\": 1, \"a\": 2}.a == 1", "C110", "\"a\""),
    ("{1.5: true}[1] == true", "C110", "1.5"), ("today > \"2026-01-01\"", "C103", ">"),
    ("data.deposit > 0", "C103", ">"),
    ("data.deposit == null && data.deposit > 0", "C103", ">"), ("data.deposit != 3 && data.deposit > 1", "C103", ">"),
    ("math.abs(data.deposit) > 0", "C103", "abs"),
    ("data.deposit != null && data.deposit.x == 1", "C106", "x"), ("data = 1", "C001", "="),
    ("data.amount > 1 &", "C001", "&"),
    ("\"abc", "C002", "\"abc"), ("\"a\\q\" == \"\"", "C003", "\\q"), ("1x == 1", "C004", "1x"),
    ("data..x", "C005", "."),
    ("(1 + 2", "C005", ""), ("if == 1", "C006", "if"), ("has(data)", "C007", "data"), ("Foo{a: 1} == 1", "C008", "Foo"),
    ("99999999999999999999 > 1", "C004", "99999999999999999999"),
    ("9223372036854775808 > 1", "C004", "9223372036854775808"),
  ]) func refused(_ text: String, _ code: String, _ shown: String) throws {
    let failure = try #require(Examples.failure(Examples.environment, text, expecting: .bool))
    #expect(failure.map(\.code) == [code], "\(failure.map { $0.message.en })")
    let location = try #require(failure.first?.location)
    #expect(location.source.text(location.span) == shown)
  }

  @Test func everyMistakeIsReported() throws {
    let text = "data.amonut > 1 && data.note != \"\" && data.kind == \"x\" && foo(1)"
    let failure = try #require(Examples.failure(Examples.environment, text))
    #expect(failure.map(\.code) == ["C104", "C105", "C109", "C102"])
  }

  @Test func helpNamesTheRepair() throws {
    let slip = try #require(Examples.failure(Examples.environment, "data.amonut > 1"))
    #expect(slip[0].help?.en == "did you mean \"amount\"?")
    let absent = try #require(Examples.failure(Examples.environment, "data.note != \"\""))
    #expect(absent[0].help?.en.contains("has(data.note)") == true)
    #expect(absent[0].help?.ja.contains("data.?note.orValue") == true)
  }

  @Test func errorsLandWhereTheExpressionStands() throws {
    let file = SourceFile(name: "flow.yaml", text: "guard:\n  - 条件: data.amount > data.amonut\n")
    let source = ExpressionSource(text: "data.amount > data.amonut", in: file, at: 19)
    guard case .failure(let failure) = Examples.environment.compile(source) else {
      Issue.record("accepted")
      return
    }
    #expect(failure.diagnostics[0].location?.position == Position(line: 2, column: 28))
  }

  @Test func openRecordsAndUnknownTypesAreDynamic() throws {
    let open = CELEnvironment(variables: [
      "data": .record(RecordType("open", ["a": .init(.int)], isOpen: true)), "any": .dyn,
    ])
    #expect(Examples.failure(open, "has(data.extra) && data.extra == 1") == nil)
    #expect(Examples.failure(open, "data.extra == 1")?.map(\.code) == ["C105"])
    #expect(Examples.failure(open, "any.whatever.else_[1] == 1") == nil)
  }
}
