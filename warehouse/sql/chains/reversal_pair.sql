-- grain: reversal and the claim it takes back, one to one; filled by pair_later.sql and pair_same_day.sql
create or replace table derived.reversal_pair (reversal_id bigint not null, original_id bigint not null)
