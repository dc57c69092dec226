-- grain: pair of totals that are not equal: what is short by payer, in lines and visits, in disputes and in the ledger
with total as (
    select
        (select coalesce(sum(short_amount), 0) from payer_scorecard) as scorecard,
        (select coalesce(sum(variance), 0) from derived.owed) as owed,
        (select coalesce(sum(variance), 0) from derived.owed where not is_setup_question) as disputed,
        (select coalesce(sum(short_amount), 0) from cause_summary) as by_cause,
        (select coalesce(sum(shortfall), 0) from dispute_queue) + (select coalesce(sum(shortfall), 0) from expired_disputes) as listed,
        (select coalesce(sum(outstanding), 0) from store.dispute_ledger) as ledger
)

select 'payer_scorecard ' || scorecard || ', lines and visits ' || owed as place from total
where scorecard <> owed
union all
select 'cause_summary ' || by_cause || ', lines and visits in dispute ' || disputed from total
where by_cause <> disputed
union all
select 'queue and expired ' || listed || ', lines and visits in dispute ' || disputed from total
where listed <> disputed
union all
select 'ledger ' || ledger || ', queue and expired ' || listed from total
where ledger <> listed
