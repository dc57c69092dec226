-- grain: claim that shares a key with a claim found in the round before, and was not found yet
insert into tonight.main.touched_claim
select distinct
    linked.claim_id,
    $round::integer as round
from derived.claim_link as mine
inner join derived.claim_link as linked on mine.key = linked.key
where
    mine.claim_id in (select claim_id from tonight.main.touched_claim where round = $round::integer - 1)
    and linked.claim_id not in (select claim_id from tonight.main.touched_claim)
