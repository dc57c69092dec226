-- grain: the one deposit and payment asked about, by names that outlive a rebuilt database
select
    d.identity,
    d.occurrence,
    f.identity
from fact.deposit as d
cross join derived.payment_identity as f
where d.deposit_id = $deposit_id and f.payment_id = $payment_id
