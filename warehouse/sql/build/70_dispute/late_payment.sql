-- grain: claim_id
-- payment of a claim, later than the soonest prompt-pay law on file asks, or with a receipt that is not known where the
-- agreement names a law, and the interest paid on it. Only the first decision of a claim, by its primary payer: of a later
-- one it is not known what the payer had to wait for
create or replace table derived.late_payment as
with late as (
    select
        c.claim_id,
        p.payment_date
    from fact.claim as c
    inner join fact.payment as p on c.payment_id = p.payment_id
    where
        c.status_code in ('1', '19')
        and c.paid > 0
        and coalesce(p.payment_date > c.received_date + $prompt_pay_days::integer, true)
        -- where nobody asks, an unknown receipt is no question
        and (c.received_date is not null or len($prompt_pay_agreements::varchar[]) > 0)
),

decision as (
    select
        r.claim_id,
        r.role,
        r.kind,
        e.payment_id,
        arg_min(e.payment_id, r.sequence) over (partition by r.chain_id) as first_payment_id
    from derived.claim_role as r
    inner join derived.claim_event as e on r.claim_id = e.claim_id
    where
        r.kind in ('decision', 'reversal', 'denied_replacement')
        and r.chain_id in (select k.chain_id from derived.claim_role as k where k.claim_id in (select late.claim_id from late))
),

agreed as (
    select
        claim_id,
        any_value(agreement) as agreement_id,
        -- a claim with lines of two sites has no site
        case when count(distinct site) = 1 then any_value(site) end as site
    from derived.judged_line
    where agreement is not null and claim_id in (select claim_id from late)
    group by claim_id
),

named as (
    select
        claim_id,
        sum(amount) as amount
    from derived.interest_at_foot
    where claim_id is not null
    group by claim_id
),

of_claims as (
    select
        payment_id,
        sum(amount) as amount
    from derived.claim_interest
    where claim_id not in (select claim_id from named)
    group by payment_id
),

-- interest at the foot that names no claim, and is more than what the claims of the remittance have
unnamed as (
    select f.payment_id
    from derived.interest_at_foot as f
    left join of_claims as c on f.payment_id = c.payment_id
    where f.claim_id is null
    group by f.payment_id, c.amount
    having sum(f.amount) > coalesce(c.amount, 0)
)

select
    c.claim_id,
    a.agreement_id,
    list_contains($prompt_pay_agreements::varchar[], a.agreement_id) as has_prompt_pay,
    a.site,
    c.filing_code,
    c.group_number,
    c.received_date,
    -- without a receipt nothing is calculated, and all such claims are one question
    case when c.received_date is not null then l.payment_date end as payment_date,
    case when c.received_date is not null then c.paid end as paid,
    -- told on the claim or at the foot: the same interest, not twice
    case when c.received_date is not null then greatest(coalesce(i.amount, 0), coalesce(n.amount, 0)) end as interest_paid,
    u.payment_id is not null as has_unnamed_interest,
    -- late by every law on file that may reach it, without interest, and the agreement does not say which of them holds
    not has_prompt_pay
    and u.payment_id is null
    and coalesce(i.amount, n.amount, 0) = 0
    and l.payment_date - c.received_date > $prompt_pay_longest::integer
    and not coalesce(list_contains($prompt_pay_unreached::varchar[], c.filing_code), false) as is_unasked
from late as l
inner join agreed as a on l.claim_id = a.claim_id
inner join decision as d on l.claim_id = d.claim_id and d.role = 'current' and d.kind = 'decision' and d.payment_id = d.first_payment_id
inner join fact.claim as c on l.claim_id = c.claim_id
left join derived.claim_interest as i on c.claim_id = i.claim_id
left join named as n on c.claim_id = n.claim_id
left join unnamed as u on c.payment_id = u.payment_id
where c.received_date is not null or list_contains($prompt_pay_agreements::varchar[], a.agreement_id)
