-- grain: line_id
-- posted service line of a claim with adjustments of its own (CAS under CLP) that are on none of its lines, and its part
-- of them: what its claim was paid less than its lines say, and of that what the patient owes. Laid by what each line
-- was paid, or charged where none was paid, so that the lines add up to the claim (X12 RFI 1053: the receiver has to
-- allocate)
create or replace table derived.claim_level_share as
with of_claim as (
    select
        a.claim_id,
        sum(a.amount) as amount,
        coalesce(sum(a.amount) filter (where k.class = 'cost_share'), 0) as patient_share
    from derived.placed_adjustment as a
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    where a.line_id is null and a.claim_id is not null
    group by a.claim_id
    having bool_and(a.amount is not null)
),

-- in cents, as integers: SQL divides decimals as floating point
weighted as (
    select
        l.line_id,
        l.claim_id,
        l.line_ordinal,
        o.amount,
        o.patient_share,
        (abs(case when bool_and(l.paid = 0) over (partition by l.claim_id) then l.charge else l.paid end) * 100)::hugeint as weight
    from derived.posted_line as l
    inner join of_claim as o on l.claim_id = o.claim_id
),

running as (
    select
        *,
        sum(weight) over (partition by claim_id)::hugeint as total_weight,
        sum(weight) over (
            partition by claim_id order by line_ordinal, line_id rows unbounded preceding
        )::hugeint as cumulative_weight,
        (abs(amount) * 100)::hugeint as amount_cents,
        (abs(patient_share) * 100)::hugeint as patient_cents
    from weighted
),

allocated as (
    select
        *,
        derived.laid_cents(amount_cents, weight, cumulative_weight, total_weight) as amount_part,
        derived.laid_cents(patient_cents, weight, cumulative_weight, total_weight) as patient_part
    from running
    where total_weight > 0
)

select
    line_id,
    (sign(amount) * amount_part::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2) as amount,
    (sign(patient_share) * patient_part::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2) as patient_share
from allocated
