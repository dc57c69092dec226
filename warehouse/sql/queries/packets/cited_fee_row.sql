-- grain: row of the fee schedules asked for
select schedule, number, code, condition, amount, effective_from, effective_until
from reference.fee_row
where schedule in (select unnest($schedules))
