-- no grain, a macro: who the patient is. Families share a member id, so the first name is part of it; '' when unknown
create or replace macro derived.patient_key(patient_identifier, subscriber_identifier, patient_last, patient_first) as
    upper(concat_ws('|', coalesce(patient_identifier, subscriber_identifier, patient_last), patient_first))
