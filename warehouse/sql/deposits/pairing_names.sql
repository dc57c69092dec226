-- grain: the one deposit and payment asked about, by names that outlive a rebuilt database
select
    d.identity,
    d.occurrence,
    f.identity
from fact.deposit as d
cross join fact.payment_fingerprint as f
where d.deposit_id = $deposit_id and f.payment_id = $payment_id
