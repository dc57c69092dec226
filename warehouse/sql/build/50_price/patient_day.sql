-- grain: line_id
-- posted service line that is priced or compared with others, with its group: its patient's day, or its claim where
-- claims are compared; and whether the line is still undecided
create or replace table derived.patient_day as
with compared as (
    select
        x.line_id,
        x.claim_id,
        x.agreement_id,
        x.role,
        x.disposition,
        x.spans_periods,
        -- one remittance may name a practice by its tax id, another by its NPI alone
        coalesce(x.payee_tin, p.payee_tin) as payee_tin,
        coalesce(x.payee_tin, p.payee_tin, p.payee_npi, p.payee_id, '') as payee,
        case when e.patient = '' or (x.compare = 'claim' and not x.needs_visit) then 'claim ' || x.claim_id else e.patient end as patient,
        case when x.compare <> 'claim' or x.needs_visit then x.service_date end as service_date
    from derived.line_context as x
    inner join derived.claim_event as e on x.claim_id = e.claim_id
    inner join fact.payment as p on x.payment_id = p.payment_id
    where x.terms_id is not null and (x.needs_visit or x.compare <> 'line') and x.role in ('current', 'pending_correction')
),

-- without a tax id, sent or on file, two payees may or may not be one practice
ambiguous_payee as (
    select
        agreement_id,
        patient,
        service_date
    from compared
    group by all
    having count(distinct payee) > 1 and count(*) > count(payee_tin)
)

select
    c.line_id,
    left(sha256(concat_ws('|', c.agreement_id, c.payee, c.patient, c.service_date)), 16) as visit_id,
    -- an undecided line may count or not, and the price of the other lines of the day depends on it
    (c.role = 'pending_correction' and v.claim_id is null)
    or (c.role = 'current' and c.disposition in ('out_of_balance', 'pended', 'no_hcpcs'))
    or (c.role = 'current' and c.disposition = 'payable' and c.spans_periods)
    or o.agreement_id is not null as is_undecided
from compared as c
left join derived.void_claim as v on c.claim_id = v.claim_id
left join ambiguous_payee as o
    on
        c.agreement_id = o.agreement_id
        and c.patient = o.patient
        and c.service_date is not distinct from o.service_date
