-- grain: dispute as listed, with its place in every order; a table of its own first, so that what is sorted is narrow
create table memory.main.dispute as
with placed as (
    select
        by_deadline,
        row_number() over (order by shortfall, by_deadline) as by_shortfall,
        row_number() over (order by payer, agreement, by_deadline) as by_payer,
        row_number() over (order by patient_control_number, by_deadline) as by_claim,
        row_number() over (order by patient_last, patient_first, by_deadline) as by_patient,
        row_number() over (order by first_service_date, by_deadline) as by_service,
        row_number() over (order by cause, by_deadline) as by_cause
    from memory.main.listed
)

select l.*, p.* exclude (by_deadline)
from memory.main.listed as l
inner join placed as p on l.by_deadline = p.by_deadline
