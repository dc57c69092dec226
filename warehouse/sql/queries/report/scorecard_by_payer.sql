-- grain: payer and agreement
select payer, agreement, line_count, priced_count, short_count, short_amount, over_amount, exact_share, percent_of_medicare
from payer_scorecard
order by payer, agreement nulls last
