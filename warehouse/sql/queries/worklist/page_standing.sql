-- grain: dispute that a person worked on since the page last looked
create table memory.main.standing (
    dispute_id varchar, version bigint, status varchar, assignee varchar, batch varchar, disputed_on date,
    reference varchar, channel varchar, closed_reason varchar, recovered_amount decimal(18, 2), next_action varchar,
    next_action_on date, answered_on date
)
