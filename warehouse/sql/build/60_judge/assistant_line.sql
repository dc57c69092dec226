-- grain: line_id
-- priced service line of an assistant whose cut is of the payer's share: its full amount, the deductible on it, and
-- what the payer paid
create or replace table derived.assistant_line as
with cut as (
    select
        situation_id,
        line_in_situation,
        step
    from store.expectation_step
    where rule = 'assistant_on_payer_share'
),

share as (
    select
        line_id,
        sum(amount) filter (where group_code = 'PR' and reason_code = $deductible_reason) as deductible,
        -- on a claim that was not assigned the payer pays its share to the patient
        sum(amount) filter (where list_contains($paid_to_patient_reasons, reason_code)) as paid_to_patient
    from derived.placed_adjustment
    where reason_code = $deductible_reason or list_contains($paid_to_patient_reasons, reason_code)
    group by line_id
)

select
    x.line_id,
    x.agreement_id,
    x.period_start,
    f.amount::decimal(18, 2) as full_amount,
    coalesce(d.deductible, 0) as deductible,
    a.actual_allowed - a.patient_share + coalesce(d.paid_to_patient, 0) as paid_by_payer
from derived.line_context as x
inner join derived.situation_line as s on x.line_id = s.line_id
inner join derived.situation as g on s.group_key = g.group_key
inner join cut as c on g.situation_id = c.situation_id and s.line_in_situation = c.line_in_situation
inner join store.expectation_step as f
    on c.situation_id = f.situation_id and c.line_in_situation = f.line_in_situation and c.step - 1 = f.step
inner join derived.line_allowed as a on x.line_id = a.line_id
left join share as d on x.line_id = d.line_id
