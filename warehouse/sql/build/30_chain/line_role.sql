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
        r.role,
        row_number() over (
            partition by l.claim_id, l.service_date, l.procedure_code, list_sort(l.modifiers), l.charge
            order by l.line_control_number, l.line_ordinal
        ) as alike
    from derived.posted_line as l
    inner join derived.claim_role as r on l.claim_id = r.claim_id
    where
        l.claim_id in (select earlier_id from derived.partial_telling)
        or l.claim_id in (select later_id from derived.partial_telling)
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
    l.line_id,
    case
        when r.role = 'current' and least(l.charge, l.paid) < 0 and r.kind <> 'predetermination'
            then if(back.reversal_line_id is null, 'reversal_orphan', 'reversal')
        when r.role <> 'current' then r.role
        when anew.line_id is not null or c.line_id is not null then 'superseded'
        when taken.original_line_id is not null then 'pending_correction'
        else r.role
    end as role,
    c.cured_by_line_id
from derived.posted_line as l
inner join derived.claim_role as r on l.claim_id = r.claim_id
left join derived.line_reversal as back on l.line_id = back.reversal_line_id
left join derived.line_reversal as taken on l.line_id = taken.original_line_id
left join anew on l.line_id = anew.line_id
left join derived.cured_line as c on l.line_id = c.line_id
