-- no grain, a macro: who paid, by the number it signs with, else its id, else its name
create or replace macro derived.payer_of(originator_id, originating_company, payer_id, payer_name) as
    coalesce(originator_id, originating_company, payer_id, upper(payer_name), '')
