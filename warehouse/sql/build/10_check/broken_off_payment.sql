-- grain: payment_id
-- payment (ST) without its end (SE): whether it adds up all the same, and the payment that repeats it complete.
-- The complete one has the same payer, trace, day and amount, and all of its claims; another part of a split remittance
-- has other claims
create or replace table derived.broken_off_payment as
with unclosed as (
    select distinct payment_id
    from fact.finding
    where code = 'missing_se' and payment_id is not null
),

payment as (
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
    where (p.usage_indicator is distinct from 'T' or $as_production) and p.payment_amount is not null
),

candidate as (
    select
        b.payment_id,
        w.payment_id as whole_id,
        -- zero payments share their amount, and often their trace: there, a claim in common has to prove it
        w.adds_up and w.payment_amount <> 0 as is_same_by_amount
    from payment as b
    inner join payment as w
        on
            b.identity = w.identity
            and (not w.is_unclosed or (w.adds_up and not b.adds_up))
            -- with the same claims it is a repeat, which payment_standing counts once
            and (b.content <> w.content or not b.adds_up)
    where b.is_unclosed
),

sent_claim as (
    select
        payment_id,
        patient_control_number,
        hash(patient_control_number, status_code, charge, paid, payer_control_number) as content_hash,
        row_number() over (partition by payment_id, content_hash order by claim_ordinal) as occurrence,
        claim_ordinal = max(claim_ordinal) over (partition by payment_id) as is_last
    from fact.claim
    where payment_id in (select payment_id from candidate) or payment_id in (select whole_id from candidate)
),

compared as (
    select
        c.payment_id,
        c.whole_id,
        count(w.payment_id) as found_count,
        count(*) filter (
            where w.payment_id is null
            -- the last claim may break off inside its control number
            and not (t.is_last and exists (
                select 1
                from sent_claim as candidate_claim
                where
                    candidate_claim.payment_id = c.whole_id
                    and starts_with(candidate_claim.patient_control_number, coalesce(t.patient_control_number, ''))
            ))
        ) as missing_count
    from candidate as c
    inner join sent_claim as t on c.payment_id = t.payment_id
    left join sent_claim as w on c.whole_id = w.payment_id and t.content_hash = w.content_hash and t.occurrence = w.occurrence
    group by all
),

whole as (
    select
        c.payment_id,
        min(c.whole_id) as whole_id
    from candidate as c
    left join compared as k on c.payment_id = k.payment_id and c.whole_id = k.whole_id
    where coalesce(k.missing_count, 0) = 0 and (c.is_same_by_amount or k.found_count > 0)
    group by c.payment_id
)

select
    b.payment_id,
    b.adds_up,
    w.whole_id
from payment as b
left join whole as w on b.payment_id = w.payment_id
where b.is_unclosed
