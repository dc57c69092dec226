-- grain: earlier_line_id
-- service paid twice without a reversal, and what that is: overpaid (the whole of it again, beside a payment that is right),
-- suspected_reissue (its whole payment was made anew), suspected_repeat (one trace), completed (the two are what is owed), taken_back (a PLB took it),
-- or asked: no rule says
create or replace table derived.second_payment as
with taken as (
    select distinct a.earlier_line_id
    from derived.paid_again as a
    inner join fact.claim as c on a.earlier_claim_id = c.claim_id
    inner join fact.claim as k on a.claim_id = k.claim_id
    inner join fact.provider_adjustment as p
        on
            p.amount in (a.earlier_paid, a.paid, c.paid, k.paid)
            and (
                contains(p.reference, c.patient_control_number)
                or contains(p.reference, c.payer_control_number)
                or contains(p.reference, k.payer_control_number)
            )
    inner join derived.payment_standing as s on p.payment_id = s.payment_id and s.standing = 'posted'
),

balance as (
    select
        b.payment_id,
        s.identity,
        b.state in ('balanced', 'balanced_together') as is_balanced
    from derived.payment_equation as b
    inner join derived.payment_standing as s on b.payment_id = s.payment_id
)

select
    a.*,
    case
        when t.earlier_line_id is not null then 'taken_back'
        when r.payment_id is not null then 'suspected_reissue'
        when one.identity = other.identity and a.payment_id <> a.earlier_payment_id then 'suspected_repeat'
        when j.is_completed then 'completed'
        -- of a payment that does not add up it is not known what was paid
        when not one.is_balanced or not other.is_balanced then 'asked'
        when a.is_in_full and (j.state in ('priced_ok', 'priced_over') or (j.state = 'visit_priced' and v.state = 'priced_ok')) then 'overpaid'
        else 'asked'
    end as outcome
from derived.paid_again as a
inner join derived.judged_line as j on a.line_id = j.line_id
inner join balance as one on a.earlier_payment_id = one.payment_id
inner join balance as other on a.payment_id = other.payment_id
left join derived.visit_judgement as v on j.visit_id = v.visit_id
left join taken as t on a.earlier_line_id = t.earlier_line_id
left join derived.payment_reissue as r on a.payment_id = r.payment_id and a.earlier_payment_id = r.suspected_reissue_of
