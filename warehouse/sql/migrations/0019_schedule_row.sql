-- The row of a fee schedule that a step took its amount from: its file and its line there. Absent where there is none, and in steps
-- that were stored before it was kept.
alter table store.expectation_step add column schedule_file varchar;
alter table store.expectation_step add column schedule_row integer;
