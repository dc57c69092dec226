-- grain: payment_id
-- posted payment with payer, trace, day and amount of another that has other claims or says them otherwise: one sum of
-- money may be posted twice. A trace is one payment's (835 guide, TRN02; X12 RFI 217). Parts that balance only together are one
-- payment. Which of them is the repeat no remittance says: by their own numbers the same one in any order of files
create or replace table derived.payment_repeat as
select
    b.payment_id,
    first_value(b.payment_id) over (
        partition by s.identity order by p.production_date, p.control_number, p.segment_count, f.sha256, p.segment_number
    ) as suspected_repeat_of
from derived.payment_equation as b
inner join derived.payment_standing as s on b.payment_id = s.payment_id
inner join fact.payment as p on b.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
where b.standing = 'posted' and b.split_group is null and p.payment_amount <> 0 and p.trace is not null
qualify suspected_repeat_of <> b.payment_id
