-- grain: earlier_id, later_id
-- decision, and a later one of its chain that says some of its lines anew and nothing else: what it leaves out is as it was,
-- until a reversal takes it back (835 guide 1.10.2.8; X12 RFI 1733). A replacement speaks of the whole claim
create or replace table derived.partial_telling as
with decided as (
    select
        e.*,
        c.chain_id
    from derived.claim_event as e
    inner join derived.claim_chain as c on e.claim_id = c.claim_id
    where e.kind = 'decision' and e.line_set <> '' and e.claim_id not in (select original_id from derived.reversal_pair)
),

pair as (
    select
        e.claim_id as earlier_id,
        k.claim_id as later_id
    from decided as e
    inner join decided as k
        on
            e.chain_id = k.chain_id
            and k.sequence > e.sequence
            and k.payment_id <> e.payment_id
            and k.charge < e.charge
            and coalesce(k.frequency_code not in ('7', '8'), true)
            and coalesce(k.original_control_number <> e.payer_control_number, true)
),

line as (
    select
        claim_id,
        service_date,
        procedure_code,
        list_sort(modifiers) as modifiers,
        charge,
        line_control_number,
        row_number() over (
            partition by claim_id, service_date, procedure_code, list_sort(modifiers), charge
            order by line_control_number, line_ordinal
        ) as alike
    from derived.posted_line
    where claim_id in (select earlier_id from pair) or claim_id in (select later_id from pair)
)

select
    p.earlier_id,
    p.later_id
from pair as p
inner join line as k on p.later_id = k.claim_id
left join line as e
    on
        p.earlier_id = e.claim_id
        and k.service_date is not distinct from e.service_date
        and k.procedure_code = e.procedure_code
        and k.modifiers = e.modifiers
        and k.charge = e.charge
        and k.alike = e.alike
group by all
having count(*) = count(e.claim_id)
