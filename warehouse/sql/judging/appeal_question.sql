-- grain: distinct filing code and day of the initial determination among disputed claims whose law knows levels of appeal
select distinct
    c.filing_code,
    d.determined_on,
    d.earliest_determined_on
from derived.ranked_dispute as r
inner join fact.claim as c on r.claim_id = c.claim_id
inner join derived.dispute as d on r.dispute_id = d.dispute_id
where c.filing_code in (select unnest($filing_codes)) and d.determined_on is not null
order by all
