-- grain: claim_id
-- posted claim and its group: claims of one payer with one control number, patient and first day of service.
-- Later claims do not change the key, so a dispute keeps its id
create or replace table derived.claim_group as
select
    e.claim_id,
    e.sequence,
    md5(concat_ws(
        '|',
        e.payer_key,
        case
            -- without a payer control number, the account and the services take its place
            when e.payer_control_number is null
                then concat_ws('|', 'no number', e.patient_control_number, e.patient, e.line_set)
            else concat_ws('|', e.payer_control_number, coalesce(nullif(e.patient, ''), e.patient_control_number))
        end,
        e.first_service_date
    )) as group_key,
    -- key of the original that REF*F8 names, also when that claim is not on file
    case
        when e.original_control_number <> coalesce(e.payer_control_number, '')
            then md5(concat_ws(
                '|', e.payer_key, e.original_control_number, coalesce(nullif(e.patient, ''), e.patient_control_number),
                e.first_service_date
            ))
    end as original_group_key
from derived.claim_event as e
