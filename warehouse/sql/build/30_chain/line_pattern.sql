-- grain: line_id
-- posted service line, with everything that decides its state as one short text that thousands of lines share.
-- Its separators are replaced in codes, so no code can contain one
create or replace table derived.line_pattern as
with line_adjustment as (
    select
        a.line_id,
        a.group_code,
        a.reason_code,
        sum(a.amount) as amount
    from derived.placed_adjustment as a
    where a.line_id is not null
    group by all
    having sum(a.amount) <> 0
),

-- a denial or cut of the claim applies to each of its lines; a deductible of the claim does not
claim_adjustment as (
    select
        l.line_id,
        a.group_code,
        a.reason_code,
        a.amount,
        a.amount = c.charge as is_full_charge
    from (
        select
            claim_id,
            group_code,
            reason_code,
            sum(amount) as amount
        from derived.placed_adjustment
        where line_id is null and claim_id is not null
        group by all
        having sum(amount) <> 0
    ) as a
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    inner join fact.claim as c on a.claim_id = c.claim_id
    inner join derived.posted_line as l on a.claim_id = l.claim_id
    where k.class <> 'cost_share'
),

-- the claim's own adjustment takes its whole charge: its lines are unpaid, whatever their SVC03 says
denied_claim as (
    select distinct l.claim_id
    from claim_adjustment as o
    inner join derived.posted_line as l on o.line_id = l.line_id
    where o.is_full_charge
),

either_adjustment as (
    select
        a.line_id,
        a.group_code,
        a.reason_code,
        a.amount,
        a.amount = l.charge as is_full_charge
    from line_adjustment as a
    inner join derived.posted_line as l on a.line_id = l.line_id
    union all
    select * from claim_adjustment
),

adjustment_list as (
    select
        a.line_id,
        string_agg(
            concat_ws(
                '*', translate(coalesce(a.group_code, ''), '|*~', '???'),
                translate(coalesce(a.reason_code, ''), '|*~', '???'), case when a.amount < 0 then '-' else '+' end,
                case when a.is_full_charge then 'full' else 'part' end
            ),
            '~'
        ) as adjustments
    from either_adjustment as a
    group by a.line_id
),

remark_list as (
    select
        l.line_id,
        string_agg(distinct r.code, '~') as remarks
    from derived.posted_line as l
    inner join fact.remark as r on l.claim_id = r.claim_id and (r.line_id is null or r.line_id = l.line_id)
    inner join reference.deciding_remark as d on r.code = d.code
    group by l.line_id
),

separated as (
    select
        l.line_id,
        string_agg(distinct d.modifier, '~') as modifiers
    from derived.posted_line as l
    inner join reference.separating_modifier as d on list_contains(l.modifiers, d.modifier)
    -- of a paid line nothing is to be told apart
    where l.paid = 0
    group by l.line_id
)

select
    l.line_id,
    concat_ws(
        '|',
        translate(coalesce(c.status_code, ''), '|*~', '???'),
        case when l.paid <> 0 and t.claim_id is null then 'paid' else 'unpaid' end,
        case when m.cost_share > 0 then 'share' else 'no share' end,
        case
            when l.procedure_code is null or l.code_qualifier = 'NU' then 'none'
            when k.kind is not null then k.kind
            else 'hcpcs'
        end,
        case when l.service_date is not null then 'dated' else 'undated' end,
        case when l.is_in_balance then 'balanced' else 'off' end,
        coalesce(adjustment_list.adjustments, ''),
        coalesce(remark_list.remarks, ''),
        coalesce(separated.modifiers, '')
    ) as pattern
from derived.posted_line as l
inner join fact.claim as c on l.claim_id = c.claim_id
left join derived.line_amount as m on l.line_id = m.line_id
left join denied_claim as t on l.claim_id = t.claim_id
left join adjustment_list on l.line_id = adjustment_list.line_id
left join remark_list on l.line_id = remark_list.line_id
left join separated on l.line_id = separated.line_id
-- five digits: text between 00100 and 01999 is also 0101T, a Category III code
left join reference.procedure_kind as k
    on l.procedure_code between k.first_code and k.last_code and regexp_full_match(l.procedure_code, '[0-9]{5}')
