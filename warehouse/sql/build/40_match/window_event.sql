-- grain: agreement_id, event
-- event from which the dispute window of an agreement counts; of several, the later one counts
create or replace table reference.window_event (agreement_id varchar not null, event varchar not null)
