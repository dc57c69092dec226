-- grain: claim_id
-- posted claim; how it is known by itself: the payer's number, the patient and the first day of service.
-- What comes later changes nothing about it, so a dispute keeps its name
create or replace table derived.claim_group as
select
    e.claim_id,
    e.sequence,
    md5(concat_ws(
        '|',
        e.payer_key,
        case
            -- without a number a claim is known by its account and services as well
            when e.payer_control_number is null
                then concat_ws('|', 'no number', e.patient_control_number, e.patient, e.line_set)
            else concat_ws('|', e.payer_control_number, coalesce(nullif(e.patient, ''), e.patient_control_number))
        end,
        e.first_service_date
    )) as group_key,
    -- the same of what it says it comes from (REF*F8), whether or not that is on file
    case
        when e.original_control_number <> coalesce(e.payer_control_number, '')
            then md5(concat_ws(
                '|', e.payer_key, e.original_control_number, coalesce(nullif(e.patient, ''), e.patient_control_number),
                e.first_service_date
            ))
    end as original_group_key
from derived.claim_event as e
