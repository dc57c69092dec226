-- grain: distinct filing code and day of the initial determination among disputed claims whose law knows levels of appeal
select distinct
    c.filing_code,
    coalesce(d.remittance_date, d.payment_date) as determined_on,
    d.earliest_date as earliest_determined_on
from derived.ranked_dispute as r
inner join fact.claim as c on r.claim_id = c.claim_id
inner join derived.chain_date as d on r.dispute_id = d.chain_id
where c.filing_code in (select unnest($filing_codes)) and coalesce(d.remittance_date, d.payment_date) is not null
order by all
