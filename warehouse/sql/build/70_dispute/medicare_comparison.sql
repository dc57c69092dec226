-- grain: payer, agreement
-- what was allowed for lines that Medicare has a rate for, and what Medicare pays for them at their sites
create or replace table derived.medicare_comparison as
select
    payer,
    agreement,
    count(*) as medicare_line_count,
    sum(payer_allowed) as medicare_lines_allowed,
    sum(medicare_amount) as medicare_amount
from derived.judged_line
where medicare_amount is not null
group by payer, agreement
