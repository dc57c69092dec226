-- grain: line_id
-- service line that is short or belongs to a short visit, with its cause, its dispute and its deadline
create or replace table derived.line_owed as
with line as (
    select line_id, unit_key from derived.owed where visit_id is null
    union all
    select j.line_id, o.unit_key
    from derived.owed as o
    inner join derived.judged_line as j on o.visit_id = j.visit_id and j.state = 'visit_priced'
)

select
    line.line_id,
    -- a visit over two claims is disputed with the first of them
    o.chain_id as dispute_id,
    o.cause,
    d.deadline,
    d.deadline - $as_of::date as days_left,
    d.is_open and d.deadline is not null and not o.is_setup_question as in_queue,
    d.door,
    o.cause_sentence,
    o.cause_confidence,
    o.cause_runner_up,
    o.fits_count,
    o.is_setup_question,
    d.safe_deadline,
    o.basis_date
from line
inner join derived.owed as o on line.unit_key = o.unit_key
inner join derived.unit_deadline as d on o.unit_key = d.unit_key
