-- grain: claim that shares a key with a claim of the round before and was not found yet
insert into scratch.main.claim_to_judge
select distinct
    linked.claim_id,
    $round::integer as round
from derived.claim_link as mine
inner join derived.claim_link as linked on mine.key = linked.key
where
    -- a number that stands for none links nothing
    mine.key not in (select hash('number', payer_key, number) from derived.placeholder_number)
    and mine.claim_id in (select claim_id from scratch.main.claim_to_judge where round = $round::integer - 1)
    and linked.claim_id not in (select claim_id from scratch.main.claim_to_judge)
