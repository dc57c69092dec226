-- grain: claim_id
-- posted claim without service lines; what decides its kind, written as the pattern of one line without a procedure
create or replace table derived.whole_claim as
with adjusted as (
    select
        claim_id,
        group_code,
        reason_code,
        sum(amount) as amount
    from fact.adjustment
    where line_id is null and claim_id is not null
    group by all
    having sum(amount) <> 0
),

listed as (
    select
        a.claim_id,
        coalesce(sum(a.amount) filter (where k.class = 'cost_share'), 0) as cost_share,
        string_agg(
            concat_ws(
                '*', translate(coalesce(a.group_code, ''), '|*~', '???'),
                translate(coalesce(a.reason_code, ''), '|*~', '???'), case when a.amount < 0 then '-' else '+' end,
                case when a.amount = c.charge then 'full' else 'part' end
            ),
            '~'
        ) as adjustments
    from adjusted as a
    inner join fact.claim as c on a.claim_id = c.claim_id
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    group by a.claim_id
),

remarked as (
    select
        r.claim_id,
        string_agg(distinct r.code, '~') as remarks
    from fact.remark as r
    inner join reference.deciding_remark as d on r.code = d.code
    group by r.claim_id
)

select
    c.claim_id,
    concat_ws(
        '|',
        translate(coalesce(c.status_code, ''), '|*~', '???'),
        case when c.paid <> 0 then 'paid' else 'unpaid' end,
        case when listed.cost_share > 0 then 'share' else 'no share' end,
        'none',
        case when c.service_from is not null then 'dated' else 'undated' end,
        case when b.off_by = 0 then 'balanced' else 'off' end,
        coalesce(listed.adjustments, ''),
        coalesce(remarked.remarks, ''),
        ''
    ) as pattern
from derived.claim_balance as b
inner join fact.claim as c on b.claim_id = c.claim_id
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
left join listed on c.claim_id = listed.claim_id
left join remarked on c.claim_id = remarked.claim_id
where b.line_count = 0
