-- grain: dispute_id, place
-- level of appeal that the law grants on a dispute of its amount, open or expired
create or replace view appeal_level as
select
    r.dispute_id,
    r.patient_control_number,
    r.payer_control_number,
    r.payer,
    a.place,
    a.level,
    a.determined_on,
    a.deadline,
    a.deadline - r.as_of as days_left,
    a.safe_deadline,
    a.sentence,
    a.source,
    r.shortfall,
    r.claim_id
from derived.ranked_dispute as r
inner join fact.claim as c on r.claim_id = c.claim_id
inner join derived.dispute as d on r.dispute_id = d.dispute_id
inner join derived.appeal_deadline as a
    on
        c.filing_code = a.filing_code
        and d.determined_on = a.determined_on
        and d.earliest_determined_on is not distinct from a.earliest_determined_on
-- what is below the amount in controversy of the year cannot be brought before that level, and is not offered it
inner join reference.appeal_rule as n
    on c.filing_code = n.filing_code and a.place = n.place and r.shortfall >= n.least_amount
