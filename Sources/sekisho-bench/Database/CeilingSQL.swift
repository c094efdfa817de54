/// The engine's rows written by plain SQL: same tables, keys and indexes, values of the same size, one statement and one
/// commit a batch.
enum CeilingSQL {
  static let batches = [1, 10, 100]

  /// Blocks of items for each size of batch, a sequence for identifiers that grow, and one row of each kind as the
  /// engine wrote it, to be written again.
  static let preparation = """
    create schema bench;
    create sequence bench.number cache 1000;
    create function bench.next_id() returns uuid language sql
      as $$ select ('01900000-0000-7000-8000-' || lpad(to_hex(nextval('bench.number')), 12, '0'))::uuid $$;
    create table bench.block (size int, number int, families uuid[], ids uuid[], primary key (size, number));
    \(batches.map(blocks).joined(separator: "\n"))
    create table bench.sample as
      select i.data, i.runtime, h.event, h.person, h.position, h.behalf, h.role, h.definition, h.body, t.kind, t.name,
        t.endpoint, t.payload, k.digest, k.answer, k.key
      from history h join item i on i.id = h.item join task t on t.item = h.item cross join request_key k
      where h.event = 'transition' and t.kind = 'external';

    """

  private static func blocks(_ size: Int) -> String {
    """
    insert into bench.block
    select \(size), (n - 1) / \(size), array_agg(family order by family), array_agg(id order by family)
    from (select family, id, row_number() over (order by family) as n from item where workflow = 'bench-manual') as i
    group by (n - 1) / \(size) having count(*) = \(size);
    """
  }

  /// pgbench script: each client has blocks of its own, as each lane of an engine has families of its own. The values
  /// come as arrays, as the engine sends them.
  static func move(_ size: Int) -> String {
    """
    \\set block random(0, :blocks / :clients - 1) * :clients + :client_id
    with u as (
      select u.* from bench.block b, unnest(b.families, b.ids, :data::jsonb[], :runtime::jsonb[], :bodies::text[],
        :payloads::jsonb[], :answers::text[], :keys::text[])
        as u (family, id, data, runtime, body, payload, answer, key)
      where b.size = \(size) and b.number = :block
    ), moved as (
      update item i
      set definition = i.definition, state = 'two', version = i.version + 1, data = u.data, runtime = u.runtime,
        party = null, subject = u.data ->> 'subject', amount = i.amount, day = null, is_final = false,
        entered_at = now(), updated_at = now()
      from u where i.family = u.family and i.id = u.id and i.version >= 1
      returning i.family, i.id, i.version, u.body, u.payload, u.answer, u.key
    ), recorded as (
      insert into history (entry_id, family, item, version, at, event, person, position, behalf, role, definition, body,
        ordinal)
      select bench.next_id(), family, id, version, now(), 'transition', :person, :position, '{}', 'handler',
        :definition::bytea, body, 1
      from moved
    ), tasked as (
      insert into task (id, family, item, kind, name, endpoint, payload, priority, due_at, created_at)
      select bench.next_id(), family, id, 'external', 'tell', 'bench', payload, 0, now(), now() from moved
    )
    insert into request_key (person, key, digest, answer, created_at)
    select :person, key || nextval('bench.number'), :digest::bytea, answer, now() from moved;

    """
  }

  /// Due work claimed, done and asked for again in one statement.
  static let drain = """
    with due as (
      select id from task where kind = 'automatic' and not is_dead and due_at <= now()
      order by priority desc, due_at limit 100 for update skip locked
    ), gone as (
      delete from task t using due where t.id = due.id returning t.family, t.item
    ), moved as (
      update item i
      set definition = i.definition, state = 'moving', version = i.version + 1, data = s.data, runtime = s.runtime,
        party = null, subject = i.subject, amount = i.amount, day = null, is_final = false, entered_at = now(),
        updated_at = now()
      from gone, (select :datum::jsonb as data, '{}'::jsonb as runtime) as s
      where i.family = gone.family and i.id = gone.item
      returning i.family, i.id, i.version
    ), recorded as (
      insert into history (entry_id, family, item, version, at, event, behalf, definition, body, ordinal)
      select bench.next_id(), family, id, version, now(), 'transition', '{}', :definition::bytea, :body, 1 from moved
    )
    insert into task (id, family, item, kind, name, payload, priority, due_at, created_at)
    select bench.next_id(), family, id, 'automatic', '', '{}', 0, now(), now() from moved;

    """
}
