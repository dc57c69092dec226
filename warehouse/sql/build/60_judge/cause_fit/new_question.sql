-- grain: distinct question that was never asked with the agreements and sites as they are now
select distinct
    q.question_id,
    s.key as situation,
    q.key
from derived.cause_question as q
inner join store.situation as s on q.situation_id = s.situation_id
anti join store.cause_question as known on q.question_id = known.question_id
