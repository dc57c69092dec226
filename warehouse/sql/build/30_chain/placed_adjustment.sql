-- grain: file_id, payment_id, claim_id, line_id, segment_number, adjustment_ordinal
-- adjustment where it counts: on its line or its claim as sent, or on the lines that it was laid on
-- a view, because few are laid
create or replace view derived.placed_adjustment as
select a.*
from fact.adjustment as a
left join (select distinct claim_id from derived.laid_adjustment) as n on a.claim_id = n.claim_id
where a.line_id is not null or n.claim_id is null
union all
select * from derived.laid_adjustment
