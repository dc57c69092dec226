-- grain: dispute_id
-- what people did about a dispute: its state in the review log
create or replace table derived.dispute_standing (
    dispute_id varchar not null, version bigint not null, status varchar, assignee varchar, batch varchar,
    disputed_on date, reference varchar, channel varchar, closed_reason varchar, recovered_amount decimal(18, 2),
    next_action varchar, next_action_on date, answered_on date
)
