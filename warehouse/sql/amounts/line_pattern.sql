-- grain: posted service line; the key under which contracts.states decides what kind of line it is
create or replace table derived.line_pattern as
with adjusted as (
    select
        a.line_id,
        a.group_code,
        a.reason_code,
        sum(a.amount) as amount
    from fact.adjustment as a
    inner join derived.posted_line as l on a.line_id = l.line_id
    group by all
    having sum(a.amount) <> 0
),

listed as (
    select
        a.line_id,
        list(
            {
                'group': coalesce(a.group_code, ''),
                'reason': coalesce(a.reason_code, ''),
                'sign': case when a.amount < 0 then '-' else '+' end,
                'is_full_charge': coalesce(a.amount = l.charge, false)
            }
            order by coalesce(a.group_code, ''), coalesce(a.reason_code, '')
        ) as adjustments
    from adjusted as a
    inner join derived.posted_line as l on a.line_id = l.line_id
    group by a.line_id
),

remarked as (
    select
        l.line_id,
        list_sort(list(distinct r.code)) as remarks
    from derived.posted_line as l
    inner join fact.remark as r on l.claim_id = r.claim_id and (r.line_id is null or r.line_id = l.line_id)
    inner join reference.deciding_remark as d on r.code = d.code
    group by l.line_id
)

select
    l.line_id,
    to_json({
        'status': c.status_code,
        'is_paid': coalesce(l.paid <> 0, false),
        'has_cost_share': coalesce(m.cost_share > 0, false),
        'procedure': case
            when l.procedure_code is null or l.code_qualifier = 'NU' then 'none'
            when k.kind is not null then k.kind
            else 'hcpcs'
        end,
        'has_service_date': l.service_date is not null,
        'in_balance': l.is_in_balance,
        'adjustments': coalesce(listed.adjustments, []),
        'remarks': coalesce(remarked.remarks, [])
    })::varchar as pattern
from derived.posted_line as l
inner join fact.claim as c on l.claim_id = c.claim_id
left join derived.line_amount as m on l.line_id = m.line_id
left join listed on l.line_id = listed.line_id
left join remarked on l.line_id = remarked.line_id
left join reference.procedure_kind as k on l.procedure_code between k.first_code and k.last_code
