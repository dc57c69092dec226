-- grain: claim asked for, with the archived file that has it
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
    -- only a person's answer, not the evidence of a match
    (select any_value(j.agreement_said) from derived.judged_line as j where j.claim_id = c.claim_id) as agreement_said
from fact.claim as c
inner join fact.payment as p on c.payment_id = p.payment_id
inner join fact.file as f on c.file_id = f.file_id
where c.claim_id = $claim_id
