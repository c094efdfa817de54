import Postgres
import PostgresTesting
import Testing

@Suite struct ValueTests {
  @Test(arguments: [
    "00000000-0000-0000-0000-000000000000", "01234567-89ab-cdef-fedc-ba9876543210",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ])
  func uuidsReadAndWrite(text: String) {
    #expect(PGUUID(text)?.description == text)
    #expect(PGUUID(text.uppercased())?.description == text)
  }

  @Test(arguments: [
    "", "0", "01234567-89ab-cdef-fedc-ba987654321", "01234567-89ab-cdef-fedc-ba98765432100",
    "0123456789abcdef-fedc-ba9876543210----", "01234567-89ab-cdef-fedc-ba987654321g",
    "{1234567-89ab-cdef-fedc-ba987654321}",
  ])
  func malformedUUIDs(text: String) {
    #expect(PGUUID(text) == nil)
  }

  @Test func uuidsGrowWithTime() {
    let earlier = PGUUID.version7(milliseconds: 1_700_000_000_000)
    let later = PGUUID.version7(milliseconds: 1_700_000_000_001)
    #expect(earlier < later)
    #expect(earlier.description.hasPrefix("018bcfe5-6800-7"))
    #expect(Array(PGUUID.random().description)[14] == "4")
  }

  /// Each value goes to the server and back, and the server's own text of it is the expected one.
  @Test func everyTypeTravels() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect { $0.parameters = ["timezone": "UTC"] }
      func travels<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ value: Value, _ text: String, at location: SourceLocation = #_sourceLocation
      ) async throws {
        let row = try await connection.query("select \(value), (\(value))::text").single
        #expect(try row.get(0, as: Value.self) == value, sourceLocation: location)
        #expect(try row.get(1, as: String.self) == text, sourceLocation: location)
      }
      try await travels(true, "true")
      try await travels(Int16.min, "-32768")
      try await travels(Int32.max, "2147483647")
      try await travels(Int64.min, "-9223372036854775808")
      try await travels(UInt64.max, "18446744073709551615")
      try await travels(-0.5, "-0.5")
      try await travels("", "")
      try await travels("関所 🏯", "関所 🏯")
      try await travels([UInt8]([0, 255, 10]), "\\x00ff0a")
      try await travels([UInt8](), "\\x")
      try await travels(PGUUID(high: 0x0123_4567_89ab_cdef, low: 1), "01234567-89ab-cdef-0000-000000000001")
      try await travels(Timestamp(microseconds: 0), "1970-01-01 00:00:00+00")
      try await travels(Timestamp(microseconds: -1), "1969-12-31 23:59:59.999999+00")
      try await travels(Timestamp(microseconds: 1_798_416_000_000_001), "2026-12-28 00:00:00.000001+00")
      try await travels(Timestamp.infinity, "infinity")
      try await travels(Timestamp.minusInfinity, "-infinity")
      try await travels(DayNumber(daysSince1970: 0), "1970-01-01")
      try await travels(DayNumber(daysSince1970: 20_815), "2026-12-28")
      try await travels(JSONB(#"{"a": [1, null]}"#), #"{"a": [1, null]}"#)

      try await travels([Int64](), "{}")
      try await travels([Int64]([1, -1]), "{1,-1}")
      try await travels([Int64?]([1, nil]), "{1,NULL}")
      try await travels([Int32]([1, 2]), "{1,2}")
      try await travels([Bool?]([true, nil, false]), "{t,NULL,f}")
      try await travels(["a b", "\"", ""], #"{"a b","\"",""}"#)
      try await travels([String?]([nil, "x"]), "{NULL,x}")
      try await travels([[UInt8]]([[1], []]), #"{"\\x01","\\x"}"#)
      try await travels([PGUUID(high: 0, low: 1)], "{00000000-0000-0000-0000-000000000001}")
      try await travels([PGUUID?]([nil]), "{NULL}")
      try await travels([Timestamp(microseconds: 0)], #"{"1970-01-01 00:00:00+00"}"#)
      try await travels([JSONB("1"), JSONB("{}")], "{1,{}}".replacing("{}}", with: "\"{}\"}"))
      try await travels([DayNumber(daysSince1970: 1)], "{1970-01-02}")
      try await travels(Int64?.none as Int64? ?? 7, "7")
    }
  }

  @Test func setBasedStatementsTakeColumnsAsArrays() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      try await connection.query("create table t (id uuid, n int8, s text, b bool, j jsonb, at timestamptz, d bytea)")
      let count = 1_000
      let ids = (0..<count).map { PGUUID(high: 0, low: UInt64($0)) }
      let insert = Statement(
        """
        insert into t select * from unnest(
          $1::uuid[], $2::int8[], $3::text[], $4::bool[], $5::jsonb[], $6::timestamptz[], $7::bytea[])
        """)
      let rows = try await connection.query(
        insert(
          ids, ids.map { Int64($0.low) }, ids.map { $0.low % 3 == 0 ? nil : "s\($0.low)" }, ids.map { $0.low % 2 == 0 },
          ids.map { JSONB("{\"n\": \($0.low)}") }, ids.map { Timestamp(microseconds: Int64($0.low)) },
          ids.map { [UInt8(truncatingIfNeeded: $0.low)] }))
      #expect(rows.affected == count)
      let row = try await connection.query(
        "select count(s), sum((j->>'n')::int8)::int8, count(*) filter (where b), max(at), max(get_byte(d, 0)) from t"
      ).single
      let (texts, sum, even, latest, byte) = try row.decode(
        Int.self, Int64.self, Int.self, Timestamp.self, Int32.self)
      #expect((texts, sum, even) == (666, 499_500, 500))
      #expect(latest == Timestamp(microseconds: 999))
      #expect(byte == 255)
    }
  }

  @Test func mismatchesAreTypedErrors() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let row = try await connection.query("select 1::int4, null::text, 1.5::numeric, array[[1]]::int8[]").single
      func reason(_ body: () throws(PostgresError) -> Void) -> String {
        do throws(PostgresError) {
          try body()
          return "none"
        } catch {
          return "\(error.kind): \(error.message)"
        }
      }
      #expect(
        reason { () throws(PostgresError) in _ = try row.get(0, as: String.self) }
          == "decoding: column 0 (int4) of row 0 has type int4, expected text")
      #expect(
        reason { () throws(PostgresError) in _ = try row.get(1, as: String.self) }
          == "decoding: column 1 (text) of row 0 is NULL where a value was expected")
      #expect(
        reason { () throws(PostgresError) in _ = try row.get(2, as: Double.self) }
          == "decoding: column 2 (numeric) of row 0 has type oid 1700, expected float8")
      #expect(
        reason { () throws(PostgresError) in _ = try row.get(3, as: [Int64].self) }
          == "decoding: column 3 (array) of row 0 holds no well-formed int8[]")
      #expect(
        reason { () throws(PostgresError) in _ = try row.get(9, as: Int64.self) }
          == "decoding: column 9 asked of a row with 4")
      let none = try await connection.query("select 1 where false")
      #expect(try none.atMostOne?.columnCount == nil)
      #expect(reason { () throws(PostgresError) in _ = try none.single } == "decoding: expected one row, found 0")
    }
  }

  @Test func fragmentsAreNumberedInOrder() async throws {
    var conditions: [SQLFragment] = ["n > \(1)"]
    conditions.append("n < \(5) and s <> \("x")")
    let name = "we\"ird"
    let query: SQL =
      "select n from t as \(identifier: name) where \(conditions.joined(separator: " and ")) limit \(2)"
    #expect(query.text == #"select n from t as "we""ird" where n > $1 and n < $2 and s <> $3 limit $4"#)
  }
}
