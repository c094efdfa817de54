internal import Postgres

extension HistoryEntry {
  /// Reads the twelve columns of `Statements.entryColumns`, from column `first` on.
  init(row: Row, from first: Int = 0) throws(PostgresError) {
    self.init(
      id: try row.get(first), family: try row.get(first + 1), item: try row.get(first + 2),
      version: try row.get(first + 3), time: try row.get(first + 4, as: Timestamp.self).microseconds,
      event: try row.get(first + 5), person: try row.get(first + 6), position: try row.get(first + 7),
      behalf: try row.get(first + 8), role: try row.get(first + 9), definition: try row.get(first + 10),
      body: Array(try row.get(first + 11, as: String.self).utf8))
  }
}

extension CommitPlace {
  /// Reads the columns transaction, ordinal; the entry is known.
  init(row: Row, from first: Int, entry: PGUUID) throws(PostgresError) {
    self.init(transaction: try row.get(first), ordinal: try row.get(first + 1), entry: entry)
  }
}
