-- What makes a payment the same one in another envelope is found by each night's check, and no longer while loading.
create table derived.payment_identity as
select
    payment_id,
    identity,
    content
from fact.payment_fingerprint;

drop table fact.payment_fingerprint;
