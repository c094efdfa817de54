import JSON
import Postgres
package import Workflows

/// Messages to people: what definitions notify, reminders, escalations.
extension WorkflowEngine {
  /// Mail addresses of active people who have one.
  package func addresses(of people: [PersonCode]) async throws(EngineError) -> [PersonCode: String] {
    let directory = try await refreshed().0.directory
    var addresses: [PersonCode: String] = [:]
    for person in people.compactMap({ directory.people[$0] }) where person.isActive {
      addresses[person.code] = person.email
    }
    return addresses
  }

  /// Ends a message's task. What was said to whom becomes an entry of the item, whether or not mail carried it: those
  /// in `kept` find it there. Where `remaining` names somebody, the task stays, for them alone.
  package func settle(
    _ task: LeasedTask, mailed: [PersonCode], kept: [PersonCode], remaining: [PersonCode] = []
  ) async throws(EngineError) {
    let names: @Sendable ([PersonCode]) -> JSONValue = { .array($0.map { .string($0.text) }) }
    var body: [String: JSONValue] = ["mailed": names(mailed), "kept": names(kept)]
    for key in ["en", "ja"] { body[key] = task.payload[key] }
    let text = JSONValue.object(body).canonicalText
    let rows = try await perform { connection in
      try await connection.query(
        remaining.isEmpty
          ? MessageStatements.settle(task.id.uuid, task.fence, text)
          : MessageStatements.settlePart(
            task.id.uuid, task.fence, text, JSONB(names(remaining).canonicalText)))
    }
    if rows.isEmpty { throw .leaseLost }
  }
}

enum MessageStatements {
  /// Entry and end of the task in one statement, for the holder of the newest lease. The entry has no version: a message
  /// changes nothing.
  static let settle = Statement(
    """
    with done as (delete from task where id = $1 and fence = $2 and not is_dead returning family, item)
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select sekisho_entry_id(),
      family, item, null, sekisho_now(), 'message', null, null, '{}', null, null, $3, 0
    from done returning entry_id
    """)

  /// The same for some of the recipients; the others are left to the task.
  static let settlePart = Statement(
    """
    with kept as (
      update task set payload = jsonb_set(payload, '{to}', $4::jsonb)
      where id = $1 and fence = $2 and not is_dead returning family, item)
    insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
      ordinal)
    select sekisho_entry_id(),
      family, item, null, sekisho_now(), 'message', null, null, '{}', null, null, $3, 0
    from kept returning entry_id
    """)

  static let all = [settle, settlePart]
}
