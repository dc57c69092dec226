-- grain: posted claim; the chain of one payer's decisions it belongs to: same payer control number, or named as original in REF*F8
create or replace table derived.claim_chain as
with recursive renumbered as (
    select distinct
        payer_key,
        payer_control_number as number,
        original_control_number as original
    from derived.claim_event
    where original_control_number <> payer_control_number
),

climb as (
    select
        payer_key,
        number,
        original,
        1 as depth
    from renumbered
    union all
    select
        climb.payer_key,
        climb.number,
        renumbered.original,
        climb.depth + 1
    from climb
    inner join renumbered on climb.payer_key = renumbered.payer_key and climb.original = renumbered.number
    where climb.depth < 16
),

root as (
    select
        payer_key,
        number,
        arg_max(original, depth) as number_at_root
    from climb
    group by payer_key, number
),

numbered as (
    select
        e.*,
        coalesce(r.number_at_root, e.payer_control_number, e.original_control_number) as number_at_root
    from derived.claim_event as e
    left join root as r on e.payer_key = r.payer_key and e.payer_control_number = r.number
),

-- some payers write one number on the claims of many patients: such a number names nobody
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
