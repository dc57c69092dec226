-- no grain, a macro: the number of a payer as rows are compared by it. TRN03 and BPR10 are '1' and a tax number by
-- convention; some payers and banks drop the 1, so a bare tax number gets it back
create or replace macro derived.payer_number(sent) as case
    when regexp_full_match(trim(sent), '[0-9]{9}') then '1' || trim(sent)
    else nullif(upper(trim(sent)), '')
end
