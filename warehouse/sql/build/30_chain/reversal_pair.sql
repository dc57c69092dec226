-- grain: reversal_id
-- reversal and the claim it takes back, one to one. pair_later.sql and pair_same_day.sql, in the folder of this name,
-- fill it
create or replace table derived.reversal_pair (reversal_id bigint not null, original_id bigint not null)
