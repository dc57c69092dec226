-- grain: claim_id
-- disputed claim and the batch in which it is sent
create or replace table derived.batch_member (claim_id bigint not null, batch varchar not null)
