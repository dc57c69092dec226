-- grain: distinct agreement, period, full amount and deductible; what the payer itself owes by either reading of the rule
create or replace table derived.assistant_share (
    agreement_id varchar not null, period_start date not null, full_amount decimal(18, 2) not null,
    deductible decimal(18, 2) not null, after_share decimal(18, 2), of_the_allowed decimal(18, 2)
)
