-- grain: posted service line that is priced or compared with others: its patient's day, or its claim where claims are compared;
-- and whether the line is still undecided
create or replace table derived.patient_day as
select
    x.line_id,
    left(sha256(concat_ws(
        '|',
        x.agreement_id,
        coalesce(p.payee_tin, p.payee_npi, p.payee_id, ''),
        case when e.patient = '' or (x.compare = 'claim' and not x.needs_visit) then 'claim ' || x.claim_id else e.patient end,
        case when x.compare <> 'claim' or x.needs_visit then x.service_date end
    )), 16) as visit_id,
    -- it is there and will count or not count; until that is known, what others of the day should get is not known either
    x.role = 'pending_correction'
    or (x.role = 'current' and x.disposition in ('out_of_balance', 'pended', 'no_hcpcs')) as is_undecided
from derived.line_context as x
inner join derived.claim_event as e on x.claim_id = e.claim_id
inner join fact.payment as p on x.payment_id = p.payment_id
where x.terms_id is not null and (x.needs_visit or x.compare <> 'line') and x.role in ('current', 'pending_correction')
