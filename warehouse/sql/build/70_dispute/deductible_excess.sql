-- grain: claim_id, deductible
-- current claim of Medicare Part B on which more deductible was taken than was left of the patient's year, in the order
-- of the decisions, with the part beyond. Claims of other practices, which are not on file, could only add to it
create or replace table derived.deductible_excess as
with taken as (
    select
        e.claim_id,
        e.patient,
        e.remittance_date,
        d.effective_from,
        d.amount as deductible,
        sum(a.amount) as amount
    from derived.claim_role as r
    inner join derived.claim_event as e on r.claim_id = e.claim_id
    inner join fact.claim as c on r.claim_id = c.claim_id
    inner join fact.adjustment as a on r.claim_id = a.claim_id
    left join fact.line as l on a.line_id = l.line_id
    inner join reference.deductible as d
        on
            coalesce(l.service_date, e.first_service_date) >= d.effective_from
            and coalesce(l.service_date, e.first_service_date) < d.effective_until
    where
        r.role = 'current'
        and e.kind = 'decision'
        and e.patient <> ''
        and list_contains($part_b_filing_codes, c.filing_code)
        and a.group_code = 'PR'
        and a.reason_code = $deductible_reason
    group by all
),

running as (
    select
        *,
        sum(amount) over (
            partition by patient, effective_from
            order by remittance_date, claim_id rows unbounded preceding
        ) as cumulative_amount
    from taken
)

select
    claim_id,
    deductible,
    least(amount, cumulative_amount - deductible)::decimal(18, 2) as excess
from running
where cumulative_amount > deductible and amount > 0
