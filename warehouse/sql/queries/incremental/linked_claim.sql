-- grain: claim that shares a key with a claim of the round before and was not found yet
insert into scratch.main.claim_to_judge
select distinct
    linked.claim_id,
    $round::integer as round
from derived.claim_link as mine
inner join derived.claim_link as linked on mine.key = linked.key
where
    mine.claim_id in (select claim_id from scratch.main.claim_to_judge where round = $round::integer - 1)
    and linked.claim_id not in (select claim_id from scratch.main.claim_to_judge)
