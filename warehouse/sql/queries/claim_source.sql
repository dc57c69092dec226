-- grain: claim, with the archived file it stands in
select
    f.name as file_name,
    f.sha256,
    c.segment_number,
    c.status_code,
    c.charge,
    c.paid,
    c.patient_control_number,
    c.payer_control_number,
    p.payer_name as payer,
    p.trace,
    p.payment_date,
    p.production_date as remittance_date,
    -- evidence is not told here, but a person's word is
    case when a.reason = 'answered' then a.sentence end as agreement_said
from fact.claim as c
inner join fact.payment as p on c.payment_id = p.payment_id
inner join fact.file as f on c.file_id = f.file_id
left join derived.claim_profile as cp on c.claim_id = cp.claim_id
left join derived.agreement_match as a on cp.profile = a.profile
where c.claim_id = $claim_id
