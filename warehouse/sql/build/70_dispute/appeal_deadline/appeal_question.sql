-- grain: filing_code, place, determined_on, earliest_determined_on
-- level of appeal and day of a determination, of disputed claims whose law grants such levels
select distinct
    c.filing_code,
    n.place,
    d.determined_on,
    d.earliest_determined_on
from derived.ranked_dispute as r
inner join fact.claim as c on r.claim_id = c.claim_id
inner join derived.dispute as d on r.dispute_id = d.dispute_id
inner join reference.appeal_rule as n on c.filing_code = n.filing_code
where d.determined_on is not null
order by all
