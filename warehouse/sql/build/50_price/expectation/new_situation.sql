-- grain: distinct situation without a price under its agreement as it reads now
select distinct
    s.situation_id,
    s.agreement_id,
    s.fingerprint,
    s.key
from derived.situation as s
anti join store.situation as known on s.situation_id = known.situation_id
