-- grain: listed dispute with its place in every order. The places are sorted on narrow rows first, and then joined
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
