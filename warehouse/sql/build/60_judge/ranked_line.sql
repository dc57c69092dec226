-- grain: line_id
-- line that is compared together with lines whose units compete with its own, and what it should have been allowed then
create or replace table derived.ranked_line as
select
    s.line_id,
    (r.expected ->> ('$."' || s.line_in_situation || '"'))::decimal(18, 2) as expected_allowed,
    r.sentence
from derived.ranked_day as d
inner join derived.ranked_answer as r on d.key = r.key and d.allowed = r.allowed
inner join derived.situation_line as s on d.group_key = s.group_key
where r.expected ->> ('$."' || s.line_in_situation || '"') is not null
