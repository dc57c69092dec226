-- grain: payment_id
-- payment (ST) with two hashes: `identity` is of payer, trace, day and amount; `content` is of claims and provider
-- adjustments. Only payments with the same totals are hashed; the content of any other payment is its own number.
-- A sum of digests does not depend on the order in which claims and lines were sent, and needs no sorting
create or replace table derived.payment_identity as
with totals as (
    select
        payment_id,
        count(*) as claims,
        sum(charge) as charge,
        sum(paid) as paid,
        min(patient_control_number) as lowest,
        max(patient_control_number) as highest
    from fact.claim
    group by payment_id
),

-- payments without claims have the same totals, none: their provider adjustments are their content
same_totals as (
    select p.payment_id
    from fact.payment as p
    left join totals as k on p.payment_id = k.payment_id
    qualify count(*) over (partition by k.claims, k.charge, k.paid, k.lowest, k.highest) > 1
),

adjustment as (
    select
        claim_id,
        line_id,
        sum(md5_number_lower(concat_ws('/', group_code, reason_code, amount, quantity))) as digest
    from fact.adjustment
    where payment_id in (from same_totals)
    group by all
),

line as (
    select
        l.claim_id,
        sum(md5_number_lower(concat_ws(
            '|', l.procedure_code, l.modifier_1, l.modifier_2, l.charge, l.paid, l.units_paid, l.service_date,
            l.line_control_number, a.digest
        ))) as digest
    from fact.line as l
    left join adjustment as a on l.line_id = a.line_id
    where l.payment_id in (from same_totals)
    group by l.claim_id
),

claim as (
    select
        c.payment_id,
        sum(md5_number_lower(concat_ws(
            '|', c.patient_control_number, c.status_code, c.charge, c.paid, c.payer_control_number, a.digest, line.digest
        ))) as digest
    from fact.claim as c
    left join adjustment as a on c.claim_id = a.claim_id and a.line_id is null
    left join line on c.claim_id = line.claim_id
    where c.payment_id in (from same_totals)
    group by c.payment_id
),

provider_adjustment as (
    select
        payment_id,
        sum(md5_number_lower(concat_ws('|', reason_code, reference, amount))) as digest
    from fact.provider_adjustment
    where payment_id in (from same_totals)
    group by payment_id
)

select
    p.payment_id,
    md5(concat_ws(
        '|', derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name), p.trace, p.payment_date, p.payment_amount
    )) as identity,
    case
        when p.payment_id in (from same_totals) then md5(concat_ws('#', claim.digest, provider_adjustment.digest))
        else p.payment_id::varchar
    end as content
from fact.payment as p
left join claim on p.payment_id = claim.payment_id
left join provider_adjustment on p.payment_id = provider_adjustment.payment_id
