-- grain: pair of totals that are not equal: what is short, by payer, by code, in lines and visits, in disputes, in the
-- ledger; what is over, by payer and by code; how many lines there are, by payer and by code
with total as (
    select
        (select coalesce(sum(short_amount), 0) from payer_scorecard) as scorecard,
        (select coalesce(sum(short_amount), 0) from coverage) as by_code,
        (select coalesce(sum(variance), 0) from derived.owed) as owed,
        (select coalesce(sum(variance), 0) from derived.owed where not is_setup_question) as disputed,
        (select coalesce(sum(short_amount), 0) from cause_summary) as by_cause,
        (select coalesce(sum(shortfall), 0) from dispute_queue) + (select coalesce(sum(shortfall), 0) from expired_disputes) as listed,
        (select coalesce(sum(outstanding), 0) from store.dispute_ledger) as ledger,
        (select coalesce(sum(over_amount), 0) from payer_scorecard) as over_by_payer,
        (select coalesce(sum(over_amount), 0) from coverage) as over_by_code,
        (select coalesce(sum(line_count), 0) from payer_scorecard) as lines_by_payer,
        (select coalesce(sum(line_count), 0) from coverage) as lines_by_code
),

compared as (
    select unnest([
        {'what': 'payer_scorecard', 'amount': scorecard, 'other': 'lines and visits', 'other_amount': owed},
        {'what': 'coverage', 'amount': by_code, 'other': 'lines and visits', 'other_amount': owed},
        {'what': 'cause_summary', 'amount': by_cause, 'other': 'lines and visits in dispute', 'other_amount': disputed},
        {'what': 'queue and expired', 'amount': listed, 'other': 'lines and visits in dispute', 'other_amount': disputed},
        {'what': 'ledger', 'amount': ledger, 'other': 'queue and expired', 'other_amount': listed},
        {'what': 'over by payer', 'amount': over_by_payer, 'other': 'over by code', 'other_amount': over_by_code},
        {'what': 'lines by payer', 'amount': lines_by_payer, 'other': 'lines by code', 'other_amount': lines_by_code}
    ], recursive := true)
    from total
)

select concat(what, ' ', amount, ', ', other, ' ', other_amount) as place
from compared
where amount <> other_amount
