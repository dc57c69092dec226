-- grain: posted claim; the chain of one payer's decisions it belongs to: same payer control number, or named as original in REF*F8
create or replace table derived.claim_chain as
with recursive shared_number as (
    -- some payers write one number on the claims of many patients: such a number names nobody
    select
        payer_key,
        payer_control_number as number
    from derived.claim_event
    where payer_control_number is not null
    group by payer_key, payer_control_number
    having count(distinct patient) > 1
),

renumbered as (
    select distinct
        e.payer_key,
        e.payer_control_number as number,
        e.original_control_number as original
    from derived.claim_event as e
    where
        e.original_control_number <> e.payer_control_number
        and (e.payer_key, e.payer_control_number) not in (select (payer_key, number) from shared_number)
        and (e.payer_key, e.original_control_number) not in (select (payer_key, number) from shared_number)
),

-- each pair once, so that numbers naming each other in a circle come to an end
climb as (
    select
        payer_key,
        number,
        original
    from renumbered
    union
    select
        climb.payer_key,
        climb.number,
        renumbered.original
    from climb
    inner join renumbered on climb.payer_key = renumbered.payer_key and climb.original = renumbered.number
),

root as (
    select
        c.payer_key,
        c.number,
        -- the number that names no other; in a circle, the same one for all of it
        coalesce(min(c.original) filter (where r.number is null), min(least(c.original, c.number))) as number_at_root
    from climb as c
    left join renumbered as r on c.payer_key = r.payer_key and c.original = r.number
    group by c.payer_key, c.number
),

numbered as (
    select
        e.*,
        coalesce(r.number_at_root, e.payer_control_number, e.original_control_number) as number_at_root
    from derived.claim_event as e
    left join root as r on e.payer_key = r.payer_key and e.payer_control_number = r.number
),

-- the same of numbers that lead to one root
shared as (
    select
        payer_key,
        number_at_root
    from numbered
    group by payer_key, number_at_root
    having count(distinct patient) > 1
)

select
    n.claim_id,
    md5(concat_ws(
        '|',
        n.payer_key,
        case
            when n.number_at_root is not null and s.number_at_root is null then n.number_at_root
            -- without a number of its own a claim is known by account, patient, days and services, whatever the load order
            else concat_ws('|', n.number_at_root, n.patient_control_number, n.patient, n.first_service_date, n.line_set)
        end
    )) as chain_id
from numbered as n
left join shared as s on n.payer_key = s.payer_key and n.number_at_root = s.number_at_root
