-- purpose: which files were in force when a version was approved: older definitions are compiled against those
-- lock: access exclusive on artifact, for a moment (adds a column with a constant default)
-- breaking: no

-- The artifacts in force at the approval, the version itself not among them; null: approved before this column was there.
alter table artifact add column among integer[];
