-- grain: distinct amount allowed after the deductible, coinsurance, percents of the law and number of lines
select distinct
    allowed,
    coinsurance,
    percent,
    assistant_percent,
    line_count
from derived.coinsurance_share
where allowed is not null
order by all
