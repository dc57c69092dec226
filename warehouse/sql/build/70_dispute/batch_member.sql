-- grain: claim_id
-- batch in which the dispute of a claim is sent
create or replace table derived.batch_member (claim_id bigint not null, batch varchar not null)
