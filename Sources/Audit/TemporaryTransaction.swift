internal import Postgres

extension PostgresConnection {
  func transaction<R>(_ body: (PostgresConnection) async throws -> R) async throws -> R {
    try await query("begin")
    do {
      let r = try await body(self)
      try await query("commit")
      return r
    } catch {
      _ = try? await query("rollback")
      throw error
    }
  }
}
