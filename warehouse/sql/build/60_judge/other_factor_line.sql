-- grain: line_id
-- line with its amount at the conversion factor of qualifying APM participants
create or replace table derived.other_factor_line as
select
    s.line_id,
    (r.amounts ->> ('$."' || s.line_in_situation || '"'))::decimal(18, 2) as amount,
    r.is_paid
from derived.other_factor_day as d
inner join derived.other_factor_answer as r on d.key = r.key and d.allowed = r.allowed
inner join derived.situation_line as s on d.group_key = s.group_key
where r.amounts ->> ('$."' || s.line_in_situation || '"') is not null
