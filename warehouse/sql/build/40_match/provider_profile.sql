-- grain: line_id
-- posted service line, with the key by which contracts/agreements/practice.py finds its site
create or replace table derived.provider_profile as
select
    l.line_id,
    to_json({
        'payee_tin': p.payee_tin,
        'payee_npi': p.payee_npi,
        'rendering_npi': l.rendering_npi,
        'facility_npi': c.facility_npi
    })::varchar as profile
from derived.posted_line as l
inner join fact.claim as c on l.claim_id = c.claim_id
inner join fact.payment as p on l.payment_id = p.payment_id
