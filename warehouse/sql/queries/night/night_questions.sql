-- grain: set-up question that no one has answered: the agreement's file or the payer is wrong
select
    agreement,
    line_count,
    short_amount,
    sentence
from setup_question
where not is_confirmed
order by short_amount desc, agreement, cause, candidate
