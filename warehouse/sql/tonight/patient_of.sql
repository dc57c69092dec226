-- no grain, a macro: who the patient is; families share a member id, so the first name belongs to it. '' where nothing says
create or replace macro derived.patient_of(patient_identifier, subscriber_identifier, patient_last, patient_first) as
    upper(concat_ws('|', coalesce(patient_identifier, subscriber_identifier, patient_last), patient_first))
