-- purpose: lists newest first, and what waits for somebody, without reading every item
-- lock: share row exclusive on item while two indexes are built
-- breaking: no

-- A duty may be open after the end (後閲): a column of its own, since `runtime` in an index would cost every move its
-- heap-only update.
alter table item add column has_duty boolean not null default false;
create index item_duty on item (workflow) where has_duty;
create index item_newest on item (id);
