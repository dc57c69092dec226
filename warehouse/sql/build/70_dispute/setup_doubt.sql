-- grain: agreement_id, candidate, cause
-- candidate cause that makes nearly everything short under an agreement: the payer or our own entry is wrong
create or replace table derived.setup_doubt as
with priced as (
    select
        agreement_id,
        count(*) as priced_count
    from (
        select agreement as agreement_id from derived.judged_line
        where state in ('priced_ok', 'priced_short', 'priced_over', 'priced_rate_finding')
        union all
        select agreement_id from derived.visit_judgement
        where state <> 'no_rate'
    )
    group by agreement_id
),

chosen as (
    select
        c.agreement_id,
        c.candidate,
        c.cause,
        any_value(c.text) as text,
        count(*) as line_count,
        sum(c.variance) as short_amount
    from derived.chosen_cause as c
    inner join reference.cause as k on c.cause = k.cause and k.may_be_our_entry
    where c.candidate is not null and c.confidence <> 'partly'
    group by c.agreement_id, c.candidate, c.cause
)

select
    c.*,
    p.priced_count,
    k.cause is not null as is_confirmed
from chosen as c
inner join priced as p on c.agreement_id = p.agreement_id
left join reference.confirmed_cause as k on c.agreement_id = k.agreement_id and c.cause = k.cause
where
    c.line_count >= $setup_lines and c.line_count >= $setup_share::decimal(4, 2) * p.priced_count
    -- of what the agreement says nothing, one line is enough to ask
    or list_contains($silent_causes::varchar[], c.agreement_id || '/' || c.cause)
