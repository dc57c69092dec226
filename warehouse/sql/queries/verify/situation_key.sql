-- grain: situation asked for, with its question and the agreement's fingerprint when it was priced
select s.situation_id, s.agreement_id, s.fingerprint, s.key
from store.situation as s
where s.situation_id in (select unnest($situations))
order by s.situation_id
