-- grain: the one deposit and payment asked for, by identities that survive a rebuilt database
select
    d.identity,
    d.occurrence,
    f.identity
from fact.deposit as d
cross join derived.payment_identity as f
where d.deposit_id = $deposit_id and f.payment_id = $payment_id
