// The only door to PostgreSQL (15 or newer, by libpq). Nothing here knows a table of ours, tries anything twice, or
// lets a thread of Swift's pool wait for the network.
//
// ## Statements
//
//     let rows = try await pool.query("select state from item where id = \(id)")       // values are bound, never pasted
//     let (state, version) = try rows.single.decode(String.self, Int64.self)
//
//     static let lock = Statement("select id from family where id = any($1) order by id for update")
//     try await connection.query(Self.lock(families))                                  // [PGUUID] → uuid[]
//
// Values travel in binary and typed: `Int64` int8, `Int32` int4, `Int16` int2, `Int` int8, `UInt64` xid8, `Double`
// float8, `Bool` bool, `String` text, `[UInt8]` bytea, `PGUUID` uuid, `Timestamp` timestamptz (microseconds since 1970),
// `DayNumber` date, `JSONB` jsonb; `Optional` of each for NULL; arrays of each (with NULLs too) for set-based
// statements over `unnest($1::int8[], $2::text[], …)`. Enumerations and numeric are cast in the statement
// (`$1::mood`, `amount::text`). A column of an unexpected type or an unexpected NULL throws `.decoding`.
// `SQLFragment` puts a statement together from parts; `\(identifier:)` quotes a name.
//
// Every statement is prepared once a connection, under a name made of its text.
//
// ## Round trips
//
//     let answers = try await connection.pipeline([a, b, c])      // one round trip; one implicit transaction
//
//     try await pool.withTransaction { transaction in             // BEGIN travels with the first batch …
//       let found = try await transaction.pipeline([lock, read])
//       try await transaction.commit(with: [update, insert])      // … and COMMIT with the last: two round trips in all
//     }
//
// Without an explicit `commit` the transaction is committed when the closure returns, and undone when it throws.
// `transaction.savepoint { … }` bounds what a failure undoes.
//
// ## Errors
//
// All are `PostgresError`: look at `kind`, then at `sqlState`, `constraint`, `isRetryable`. Three answers are possible
// when a connection breaks:
//
// - inside a transaction, before COMMIT was sent: `.connectionLost`, nothing took effect; also where COMMIT was sent in
//   the same breath and the server said, at an earlier statement, that it ends the session (`.server`, with its FATAL);
// - a statement by itself: `.connectionLost` with `mayHaveTakenEffect`;
// - COMMIT was sent, or a synchronous standby was not waited for: `.outcomeUnknown`. Never retryable: look first.
//
// `message`, `detail` and `description` may quote stored data: for operators, never for a log.
//
// ## Cancellation and time
//
// Cancelling a task stops its statement on the server (`.cancelled`); the connection stays usable. A batch that ends in
// COMMIT is not stopped by that, only by `batchTimeout` (`.timedOut`, or `.outcomeUnknown` if it had begun to commit).
//
// ## Standing things
//
// - `PostgresPool` lends connections, first come first served; `metrics`; `close()` waits for what is lent.
// - `PostgresListener.run` delivers NOTIFY and says when it may have missed some.
// - `Migrator` brings a schema forward; any number of programs may start at once.
// - `StatementRegistry` has the server parse every statement of a room.
// - `PrivateCluster` makes, starts and stops a server of our own in a directory, reached by a Unix socket only.
// - Tests: `withTestDatabase(template) { database in … }` of the room PostgresTesting.
