-- no grain, a macro: who paid, by its originator number, else its id, else its name; null when unknown
create or replace macro derived.payer_key(originator_id, originating_company, payer_id, payer_name) as coalesce(
    derived.payer_number(originator_id), derived.payer_number(originating_company),
    nullif(upper(trim(payer_id)), ''), nullif(upper(trim(payer_name)), '')
)
