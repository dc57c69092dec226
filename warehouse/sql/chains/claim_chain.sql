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
)

select
    e.claim_id,
    -- a claim without a payer control number can only be a chain of its own
    md5(concat_ws(
        '|', e.payer_key,
        coalesce(r.number_at_root, e.payer_control_number, e.original_control_number, 'claim ' || e.claim_id)
    )) as chain_id
from derived.claim_event as e
left join root as r on e.payer_key = r.payer_key and e.payer_control_number = r.number
