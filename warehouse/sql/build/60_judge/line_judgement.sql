-- grain: line_id
-- posted service line with its one state (contracts/codes/states.csv): what was owed, what was allowed, the difference
create or replace table derived.line_judgement as
with priced as (
    select
        x.line_id,
        s.visit_id,
        g.situation_id,
        s.line_in_situation,
        coalesce(e.reason in ('priced_by_visit', 'priced_by_claim'), false) as is_compared_together,
        e.amount as expected_allowed,
        case when not is_compared_together then e.reason end as reason,
        case when not is_compared_together then e.sentence end as sentence,
        v.state as visit_state,
        v.reason as visit_reason,
        v.sentence as visit_sentence
    from derived.line_context as x
    inner join derived.situation_line as s on x.line_id = s.line_id
    inner join derived.situation as g on s.group_key = g.group_key
    left join store.expectation as e
        on g.situation_id = e.situation_id and s.line_in_situation = e.line_in_situation
    left join derived.visit_judgement as v
        on case when e.reason in ('priced_by_visit', 'priced_by_claim') then s.visit_id end = v.visit_id
),

-- identical lines of one claim: the payer chooses which payment belongs to which, so only their sum is compared
identical as (
    select
        claim_id,
        service_date,
        procedure_code,
        list_sort(modifiers) as modifiers,
        units_billed
    from derived.posted_line
    group by all
    having count(*) > 1
),

identical_sum as (
    select
        l.line_id,
        count(p.expected_allowed) over same as identical_count,
        sum(p.expected_allowed - a.actual_allowed) over same as identical_variance
    from identical as k
    inner join derived.posted_line as l
        on
            k.claim_id = l.claim_id
            and k.service_date is not distinct from l.service_date
            and k.procedure_code is not distinct from l.procedure_code
            and k.modifiers is not distinct from list_sort(l.modifiers)
            and k.units_billed is not distinct from l.units_billed
    inner join derived.line_allowed as a on l.line_id = a.line_id
    left join priced as p on l.line_id = p.line_id
    window same as (partition by l.claim_id, l.service_date, l.procedure_code, list_sort(l.modifiers), l.units_billed)
),

-- what else was paid for the same service and not taken back; the same amount again is a repeat, not the rest
beside as (
    select
        line_id,
        sum(paid_beside) as paid_beside
    from (
        select
            line_id,
            earlier_paid as paid_beside
        from derived.paid_again
        where not is_in_full
        union all
        select
            earlier_line_id,
            paid
        from derived.paid_again
        where is_other_claim and not is_in_full
    )
    group by line_id
),

comparison as (
    select
        x.*,
        p.visit_id,
        p.situation_id,
        p.line_in_situation,
        coalesce(v.amount, k.expected_allowed, p.expected_allowed) as expected_allowed,
        k.sentence as ranked_sentence,
        v.submitted_code as code_above,
        coalesce(p.reason, p.visit_reason) as refusal,
        coalesce(p.sentence, p.visit_sentence) as refusal_sentence,
        p.visit_state,
        coalesce(p.is_compared_together, false) as is_compared_together,
        -- a zero is part of the visit's amount, and a price cut to nothing is short of the price; any other zero of a line
        -- that is compared alone is the payer's decision
        x.disposition <> 'payable'
        and not (
            x.is_priceable
            and coalesce(p.is_compared_together or (x.zero_for = 'price' and p.expected_allowed is not null), false)
        ) as is_decided,
        -- what was denied with a count of units would have had a price: beyond a limit of the agreement it has none
        x.state_of_denied_part is not null and coalesce(z.more_with_denied_units > 0, false) as is_part_denied,
        coalesce(m.not_covered, 0) + coalesce(cut.not_covered, 0) as not_covered,
        cut.taken as claim_level_amount,
        cut.taken is not null and not cut.is_priced_claim as is_allocated_without_prices,
        coalesce(m.denied_units, 0) as denied_units,
        a.patient_share,
        case when x.disposition = 'payable' or x.is_priceable then a.actual_allowed end as actual_allowed,
        a.actual_allowed as payer_allowed,
        a.unpermitted,
        a.unpermitted_reason,
        coalesce(v.amount, k.expected_allowed, p.expected_allowed) - a.actual_allowed as variance,
        f.amount as other_factor_amount,
        coalesce(f.is_paid, false) as is_paid_at_other_factor,
        y.identical_count,
        y.identical_variance,
        z.paid_beside,
        i.visit_id is not null as is_of_incomplete_visit,
        by_claim.payer_control_number as cure_number,
        cure.paid as cure_paid,
        by_claim.remittance_date as cure_date,
        -- an assistant's line may be written in two ways that differ in the patient's share only: the payment is
        -- compared
        coalesce(
            least(abs(q.paid_by_payer - h.after_share), abs(q.paid_by_payer - h.of_the_allowed))
            <= derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed),
            false
        ) as is_paid_by_either_reading,
        -- rounding by the unit and by the line differ by up to a cent a unit
        derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed) as tolerance
    from derived.line_context as x
    inner join derived.posted_line as l on x.line_id = l.line_id
    inner join derived.line_allowed as a on x.line_id = a.line_id
    left join derived.line_amount as m on x.line_id = m.line_id
    left join derived.claim_level_cut as cut on x.line_id = cut.line_id
    left join priced as p on x.line_id = p.line_id
    left join derived.ranked_line as k on x.line_id = k.line_id
    left join derived.other_factor_line as f on x.line_id = f.line_id
    left join derived.recoded_line as v
        on x.line_id = v.line_id and v.is_lower_level and p.expected_allowed is not null and v.amount > p.expected_allowed
    left join identical_sum as y on x.line_id = y.line_id
    left join derived.posted_line as cure on x.cured_by_line_id = cure.line_id
    left join derived.claim_event as by_claim on cure.claim_id = by_claim.claim_id
    left join beside as z on x.line_id = z.line_id
    left join derived.incomplete_visit as i on p.visit_id = i.visit_id
    left join derived.assistant_line as q on x.line_id = q.line_id
    left join derived.assistant_share as h
        on
            q.agreement_id = h.agreement_id
            and q.period_start = h.period_start
            and q.full_amount = h.full_amount
            and q.deductible = h.deductible
    left join derived.denied_unit_price as z
        on
            p.situation_id = z.situation_id
            and p.line_in_situation = z.line_in_situation
            and m.denied_units > 0
            and l.units_billed = z.units_billed
            and l.charge = z.charge
    cross join reference.tolerance as t
),

-- where Medicare has two conversion factors and nobody says which holds, what is right at the higher one is right, and what
-- is between them is not paid too much
at_factor as (
    select * replace (
        if(is_at_other_factor, other_factor_amount, expected_allowed) as expected_allowed,
        if(is_at_other_factor, other_factor_amount - payer_allowed, variance) as variance
    )
    from (
        select
            *,
            code_above is null
            and coalesce(
                is_paid_at_other_factor or (variance < -tolerance and abs(payer_allowed - other_factor_amount) <= tolerance), false
            ) as is_at_other_factor,
            coalesce(variance < -tolerance and payer_allowed < other_factor_amount - tolerance, false) and code_above is null
                as is_between_factors
        from comparison
    )
),

-- two payments that together are what is owed
completed as (
    select * replace (
        actual_allowed + if(is_completed, paid_beside, 0) as actual_allowed,
        payer_allowed + if(is_completed, paid_beside, 0) as payer_allowed,
        variance - if(is_completed, paid_beside, 0) as variance
    )
    from (
        select
            *,
            coalesce(variance > tolerance and abs(variance - paid_beside) <= tolerance, false) and not is_compared_together
                as is_completed
        from at_factor
    )
),

-- a line is not disputed when it is short only because the rest of its day is undecided, or only by the way in which
-- its claim's own cut was allocated
doubted as (
    select
        *,
        is_of_incomplete_visit and variance > tolerance as is_short_of_incomplete_visit,
        is_allocated_without_prices and abs(variance) > tolerance as is_off_by_allocation
    from completed
),

outcome as (
    select
        * replace (
            case when is_short_of_incomplete_visit or is_off_by_allocation then null else expected_allowed end as expected_allowed,
            case when is_short_of_incomplete_visit or is_off_by_allocation then null else variance end as variance,
            case
                when is_short_of_incomplete_visit then 'visit_incomplete'
                when is_off_by_allocation then 'claim_level_cut'
                else refusal
            end as refusal,
            case
                when is_off_by_allocation and not is_short_of_incomplete_visit
                    then 'The claim carries a cut of its own (CAS under CLP), and not every line has a price: it was laid on the lines by what each was allowed, and this line is not judged by it.'
                when is_short_of_incomplete_visit
                    then 'Another line of this day is not decided yet or was furnished elsewhere, and this price depends on it.'
                else refusal_sentence
            end as refusal_sentence
        )
    from doubted
)

select
    *,
    case
        when role = 'reversal' then 'reversed'
        when role in ('reversal_orphan', 'superseded', 'pending_correction') then role
        when is_decided then disposition
        when agreement_id is null then 'unmapped_contract'
        when refusal = 'capitated' then 'capitated'
        when not is_priceable or refusal is not null then 'no_rate'
        when is_compared_together then 'visit_priced'
        when is_paid_by_either_reading and is_part_denied then state_of_denied_part
        when is_paid_by_either_reading then 'priced_ok'
        when abs(variance) > tolerance and identical_count > 1 and abs(identical_variance) <= tolerance then 'ambiguous_lines'
        -- part of the charge was denied without a count of units: that part is missing, not the rate
        when variance > tolerance and state_of_denied_part is not null and denied_units = 0 and variance <= not_covered
            then state_of_denied_part
        -- the price is right and a deduction the agreement does not permit was taken from it
        when variance > tolerance and unpermitted > 0 and abs(variance - unpermitted) <= tolerance then 'priced_rate_finding'
        when variance > tolerance then 'priced_short'
        when variance < -tolerance and is_between_factors then 'priced_ok'
        when variance < -tolerance then 'priced_over'
        when is_part_denied then state_of_denied_part
        else 'priced_ok'
    end as state,
    case
        when role = 'superseded' and cured_by_line_id is not null
            then format(
                'Denied, and paid since: {:.2f} on {}, by the payer''s claim {}.', cure_paid, cure_date,
                coalesce(cure_number, 'without a number')
            )
        when role <> 'current' then null
        when is_decided then disposition_sentence
        when agreement_id is null then match_sentence
        when is_foreign then 'Paid in another currency than US dollars.'
        when terms_id is null then 'No terms of the agreement are in force on the date of service.'
        when spans_periods then 'The line covers days before and after a change of terms or fees, and says not how many units are of which.'
        when state = state_of_denied_part then disposition_sentence
        when is_completed and refusal is null
            then format('Paid in parts: {:.2f} for the same service came by another remittance and was not taken back.', paid_beside)
        when is_paid_by_either_reading and refusal is null and abs(variance) > tolerance
            then 'The payer paid its own share of an assistant''s line as owed; only the patient''s share is written in another way.'
        when code_above is not null and refusal is null
            then format('Adjudicated as a lower level of the service that was billed as {}: held against its price.', code_above)
        when is_at_other_factor and refusal is null
            then 'Held against Medicare''s conversion factor for qualifying APM participants: whether the clinician is one is not known.'
        when is_between_factors and refusal is null
            then 'Allowed between what Medicare''s two conversion factors give, and which of them holds is not known: nothing is overpaid.'
        when state = 'priced_over' and other_factor_amount > expected_allowed
            then format('At Medicare''s conversion factor for qualifying APM participants it would be {:.2f}.', other_factor_amount)
        when ranked_sentence is not null and refusal is null then ranked_sentence
        when claim_level_amount <> 0 and refusal is null
            then format('The claim carries a cut of its own: {:.2f} of it is laid on this line, by what its lines should have been allowed.', claim_level_amount)
        else refusal_sentence
    end as reason,
    case
        when role <> 'current' then null
        when is_decided or state = state_of_denied_part then disposition_reason
        when agreement_id is null then match_reason
        when is_foreign then 'foreign_currency'
        when terms_id is null then 'no_terms'
        when spans_periods then 'span_of_terms'
        else refusal
    end as reason_code
from outcome
