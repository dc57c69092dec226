-- grain: line_id
-- posted service line; the part it plays now: its claim's, unless the line alone was taken back, said anew or cured
create or replace table derived.line_role as
with said as (
    select
        l.line_id,
        l.claim_id,
        l.service_date,
        l.procedure_code,
        list_sort(l.modifiers) as modifiers,
        l.charge,
        least(l.charge, l.paid) < 0 as is_below_zero,
        r.role,
        r.kind,
        r.chain_id,
        r.sequence,
        row_number() over (
            partition by l.claim_id, l.service_date, l.procedure_code, list_sort(l.modifiers), l.charge
            order by l.line_control_number, l.line_ordinal
        ) as alike
    from derived.posted_line as l
    inner join derived.claim_role as r on l.claim_id = r.claim_id
),

-- where some lines of a claim are decided anew, each of them counts in the later decision
anew as (
    select distinct e.line_id
    from derived.partial_telling as t
    inner join said as e on t.earlier_id = e.claim_id
    inner join said as k
        on
            t.later_id = k.claim_id
            and e.service_date is not distinct from k.service_date
            and e.procedure_code = k.procedure_code
            and e.modifiers = k.modifiers
            and e.charge = k.charge
            and e.alike = k.alike
    where k.role in ('current', 'superseded')
)

select
    s.line_id,
    case
        when s.role = 'current' and s.is_below_zero and s.kind <> 'predetermination'
            then if(back.reversal_line_id is null, 'reversal_orphan', 'reversal')
        when s.role <> 'current' then s.role
        when anew.line_id is not null or c.line_id is not null then 'superseded'
        when taken.original_line_id is not null then 'pending_correction'
        else s.role
    end as role,
    c.cured_by_line_id
from said as s
left join derived.line_reversal as back on s.line_id = back.reversal_line_id
left join derived.line_reversal as taken on s.line_id = taken.original_line_id
left join anew on s.line_id = anew.line_id
left join derived.cured_line as c on s.line_id = c.line_id
