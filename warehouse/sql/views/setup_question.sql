-- grain: agreement, candidate, cause
-- cause that makes nearly everything short under an agreement, so that our own entry is questioned first
create or replace view setup_question as
select
    q.agreement_id as agreement,
    q.cause,
    q.candidate,
    q.line_count,
    q.priced_count,
    q.short_amount,
    q.is_confirmed,
    a.name || ': ' || q.line_count || ' of ' || q.priced_count || ' priced were paid ' || q.text
    || case
        when q.is_confirmed then '. Confirmed: they are disputed.'
        else '. Is that what the agreement says? Then mend its file. If not, add confirmed_causes = ["' || q.cause
            || '"] to it, and they are disputed.'
    end as sentence
from derived.setup_doubt as q
inner join reference.agreement as a on q.agreement_id = a.agreement_id
