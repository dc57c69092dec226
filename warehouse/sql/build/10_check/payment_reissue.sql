-- grain: payment_id
-- posted payment with the same claims as an earlier one of its payer under another trace: probably voided and reissued
create or replace table derived.payment_reissue as
with candidate as (
    select
        p.payment_id,
        p.payment_date,
        f.content,
        derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name) as payer,
        derived.trace_key(p.trace) as trace_key
    from fact.payment as p
    inner join derived.payment_identity as f on p.payment_id = f.payment_id
    inner join derived.payment_equation as b on p.payment_id = b.payment_id
    where b.standing = 'posted' and b.claim_count > 0
)

select
    later.payment_id,
    max_by(earlier.payment_id, (earlier.payment_date, earlier.payment_id)) as suspected_reissue_of
from candidate as later
inner join candidate as earlier on later.content = earlier.content and later.payer = earlier.payer
where later.trace_key is distinct from earlier.trace_key and later.payment_date > earlier.payment_date
group by later.payment_id
