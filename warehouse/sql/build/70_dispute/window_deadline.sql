-- grain: unit_key
-- what is owed, with the last day of its agreement's window: of the first level or, once the payer has upheld its payment,
-- of the second
create or replace table derived.window_deadline as
select
    o.unit_key,
    coalesce(n.deadline, d.deadline) as deadline,
    case when n.deadline is null then d.safe_deadline else n.safe_deadline end as safe_deadline,
    case when n.deadline is null then 'dispute' else 'second_level' end as door,
    concat_ws(' ', case when n.deadline is null then d.sentence end, n.sentence) as sentence
from derived.owed as o
left join derived.deadline as d
    on
        o.agreement_id = d.agreement_id
        and o.basis_event = d.basis_event
        and o.basis_date = d.basis_date
        and o.earliest_basis_date is not distinct from d.earliest_basis_date
-- an answer is to what was decided before it: what a later decision makes short begins at the first level
left join derived.dispute_standing as s
    on
        o.chain_id = s.dispute_id
        and list_contains($upheld_statuses::varchar[], s.status)
        and coalesce(s.answered_on >= o.determined_on, true)
left join derived.second_level as n
    on
        s.dispute_id is not null
        and o.agreement_id = n.agreement_id
        and s.answered_on is not distinct from n.answered_on
        and s.disputed_on is not distinct from n.disputed_on
