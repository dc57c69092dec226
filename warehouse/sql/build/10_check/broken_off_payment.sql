-- grain: payment_id
-- payment (ST) without its end (SE); whether it adds up all the same, and the payment in which it came whole, if it
-- did.
-- That one is the same remittance (who paid, trace, day, amount) and has all of its claims. A part of a split remittance has others
create or replace table derived.broken_off_payment as
with unclosed as (
    select distinct payment_id
    from fact.finding
    where code = 'missing_se' and payment_id is not null
),

read as (
    select
        p.payment_id,
        i.identity,
        i.content,
        p.payment_amount,
        t.off_by is not distinct from 0 as adds_up,
        p.payment_id in (select payment_id from unclosed) as is_unclosed
    from fact.payment as p
    inner join derived.payment_identity as i on p.payment_id = i.payment_id
    inner join derived.payment_total as t on p.payment_id = t.payment_id
    where p.usage_indicator is distinct from 'T' and p.payment_amount is not null
),

candidate as (
    select
        b.payment_id,
        w.payment_id as whole_id,
        -- denials have no amount to know them by, and often one trace for all
        w.adds_up and w.payment_amount <> 0 as is_known_by_amount
    from read as b
    inner join read as w
        on
            b.identity = w.identity
            and (not w.is_unclosed or (w.adds_up and not b.adds_up))
            -- without its end and otherwise the same it is a repeat, which counts once already
            and (b.content <> w.content or not b.adds_up)
    where b.is_unclosed
),

told as (
    select
        payment_id,
        patient_control_number,
        hash(patient_control_number, status_code, charge, paid, payer_control_number) as said,
        row_number() over (partition by payment_id, said order by claim_ordinal) as occurrence,
        claim_ordinal = max(claim_ordinal) over (partition by payment_id) as is_last
    from fact.claim
    where payment_id in (select payment_id from candidate) or payment_id in (select whole_id from candidate)
),

compared as (
    select
        c.payment_id,
        c.whole_id,
        count(w.payment_id) as found,
        count(*) filter (
            where w.payment_id is null
            -- the last claim may be cut off in the middle of a word
            and not (t.is_last and exists (
                select 1
                from told as any_of
                where any_of.payment_id = c.whole_id and starts_with(any_of.patient_control_number, coalesce(t.patient_control_number, ''))
            ))
        ) as missing
    from candidate as c
    inner join told as t on c.payment_id = t.payment_id
    left join told as w on c.whole_id = w.payment_id and t.said = w.said and t.occurrence = w.occurrence
    group by all
),

whole as (
    select
        c.payment_id,
        min(c.whole_id) as whole_id
    from candidate as c
    left join compared as k on c.payment_id = k.payment_id and c.whole_id = k.whole_id
    where coalesce(k.missing, 0) = 0 and (c.is_known_by_amount or k.found > 0)
    group by c.payment_id
)

select
    b.payment_id,
    b.adds_up,
    w.whole_id
from read as b
left join whole as w on b.payment_id = w.payment_id
where b.is_unclosed
