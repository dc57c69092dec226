-- grain: filing_code, place, determined_on, earliest_determined_on
-- level of appeal and day of a determination, of shortages whose law grants such levels
select distinct
    c.filing_code,
    n.place,
    o.determined_on,
    o.earliest_determined_on
from derived.owed as o
inner join fact.claim as c on o.claim_id = c.claim_id
inner join reference.appeal_rule as n on c.filing_code = n.filing_code
where o.determined_on is not null
order by all
