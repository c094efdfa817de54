import Postgres

/// Plans of migrations. What has moved is never noted here: an item's own definition says it, so that a migration can
/// be interrupted anywhere.
enum MigrationStatements {
  /// Running items of other versions, a page at a time.
  static let running = Statement(
    """
    select family, id from item
    where workflow = $1 and not is_final and definition <> $2 and (family, id) > ($3, $4)
    order by family, id limit $5
    """)

  static let savePlan = Statement(
    """
    insert into migration_plan (hash, workflow, target, planned_by, planned_at)
    values ($1, $2, $3, $4, sekisho_now()) on conflict (hash) do nothing returning hash
    """)

  static let saveItems = Statement(
    """
    insert into migration_plan_item (plan, family, item, code, version, obstacles)
    select $1, u.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int8[], $6::text[])
      as u (family, item, code, version, obstacles)
    on conflict do nothing
    """)

  static let plan = Statement(
    "select workflow, target, planned_by, planned_at, certificate from migration_plan where hash = $1")

  static let items = Statement(
    "select family, item, code, version, obstacles from migration_plan_item where plan = $1 order by family, item")

  /// Planned to move and not there yet, behind a place, a page at a time.
  static let pending = Statement(
    """
    select p.family, p.item from migration_plan_item p
    join item i on i.family = p.family and i.id = p.item
    where p.plan = $1 and p.obstacles is null and i.definition <> $2 and not i.is_final
      and (p.family, p.item) > ($3, $4)
    order by p.family, p.item limit $5
    """)

  /// How every item of the plan stands: moved, ended before it could, or left behind.
  static let outcome = Statement(
    """
    select p.family, p.item, p.code, p.obstacles,
      case when i.definition = $2 then 'migrated' when i.is_final then 'ended' else 'refused' end
    from migration_plan_item p left join item i on i.family = p.family and i.id = p.item
    where p.plan = $1 order by p.family, p.item
    """)

  static let certify = Statement(
    """
    update migration_plan set certificate = $2 where hash = $1 and certificate is distinct from $2 returning hash
    """)

  static let all = [running, savePlan, saveItems, plan, items, pending, outcome, certify]
}
