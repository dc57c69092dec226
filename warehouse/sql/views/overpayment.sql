-- grain: line_id, visit_id
-- service line, or visit of an agreement that pays by the visit, paid above the agreement
create or replace view overpayment as
with taken_in as (
    -- the day of the first night that knew the file, not the clock of the computer: a night repeated later finds the same
    select
        f.file_id,
        coalesce(arg_min(n.as_of, n.started_at), any_value(f.received_at)::date) as identified_on
    from fact.file as f
    left join store.night as n on f.received_at <= n.finished_at
    group by f.file_id
),

over as (
    select
        r.file_id,
        r.claim_id,
        r.payer,
        r.agreement,
        r.dispute_id,
        r.line_id,
        null::varchar as visit_id,
        r.line_ordinal,
        r.service_date,
        r.procedure_code,
        r.expected_allowed,
        r.actual_allowed,
        -r.variance as over_amount,
        r.situation_id
    from derived.judged_line as r
    where
        r.state = 'priced_over'
        -- of what is paid in full a second time, all of the first payment is too much, below
        and r.line_id not in (select earlier_line_id from derived.second_payment where outcome = 'overpaid')
    union all
    select
        c.file_id,
        v.first_claim_id,
        p.payer_name,
        v.agreement_id,
        v.chain_id,
        null,
        v.visit_id,
        null,
        v.service_date,
        null,
        v.expected_allowed,
        v.actual_allowed,
        -v.variance,
        v.situation_id
    from derived.visit_judgement as v
    inner join fact.claim as c on v.first_claim_id = c.claim_id
    inner join fact.payment as p on c.payment_id = p.payment_id
    where v.state = 'priced_over'
    union all
    -- paid in full a second time and not taken back
    select
        r.file_id,
        r.claim_id,
        r.payer,
        coalesce(r.agreement, k.agreement),
        r.dispute_id,
        r.line_id,
        null,
        r.line_ordinal,
        r.service_date,
        r.procedure_code,
        0,
        a.earlier_paid,
        a.earlier_paid,
        coalesce(r.situation_id, k.situation_id)
    from derived.second_payment as a
    inner join derived.judged_line as r on a.earlier_line_id = r.line_id
    inner join derived.judged_line as k on a.line_id = k.line_id
    where a.outcome = 'overpaid'
)

select
    o.payer,
    o.agreement,
    c.patient_control_number,
    c.payer_control_number,
    o.line_ordinal,
    o.visit_id,
    o.service_date,
    o.procedure_code,
    o.expected_allowed,
    o.actual_allowed,
    o.over_amount,
    p.payment_date,
    t.identified_on,
    case when p.payment_date is null or p.payment_date + to_years(n.lookback_years) >= t.identified_on then t.identified_on + n.days end as return_by,
    n.source as return_rule,
    f.name as file_name,
    o.situation_id,
    o.dispute_id,
    o.line_id,
    o.claim_id
from over as o
inner join fact.claim as c on o.claim_id = c.claim_id
inner join fact.payment as p on c.payment_id = p.payment_id
inner join fact.file as f on o.file_id = f.file_id
inner join taken_in as t on o.file_id = t.file_id
left join reference.overpayment_rule as n on c.filing_code = n.filing_code
