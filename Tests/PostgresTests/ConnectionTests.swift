import Postgres
import PostgresTesting
import Testing

@Suite struct ConnectionTests {
  @Test func answersAQuery() async throws {
    try await withTestDatabase { database in
      let connection = try await database.connect()
      let rows = try await connection.query("select \(41) + 1, \("関所")::text, null::int8")
      let (number, text, nothing) = try rows.single.decode(Int64.self, String.self, Int64?.self)
      #expect(number == 42)
      #expect(text == "関所")
      #expect(nothing == nil)
      await connection.close()
    }
  }
}
