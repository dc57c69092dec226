-- grain: payer_key, number
-- payer's claim number (CLP07) that names no claim: a zero or a word for none, as the 835 guide wants for an account that
-- is not known (CLP01), or one number on claims of ten patients and more. Such a number links nothing
create or replace table derived.placeholder_number as
with numbered as (
    select
        c.payer_control_number as number,
        coalesce(derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name), '') as payer_key,
        derived.patient_key(c.patient_identifier, c.subscriber_identifier, c.patient_last, c.patient_first) as patient
    from fact.claim as c
    inner join fact.payment as p on c.payment_id = p.payment_id
    where c.payer_control_number in (
        select payer_control_number from fact.claim
        group by payer_control_number
        having
            count(*) >= 10
            or ltrim(payer_control_number, '0') = ''
            or upper(payer_control_number) in ('NA', 'N/A', 'NONE', 'UNKNOWN')
    )
)

select
    payer_key,
    number
from numbered
group by all
having
    ltrim(number, '0') = ''
    or upper(number) in ('NA', 'N/A', 'NONE', 'UNKNOWN')
    or count(distinct patient) >= 10
