-- grain: short line, or short visit: what may be disputed, with its cause
create or replace table derived.owed as
select
    u.*,
    c.cause,
    c.sentence as cause_sentence,
    c.confidence as cause_confidence,
    c.runner_up as cause_runner_up,
    c.fits_count,
    -- nearly everything is short in this way: until someone confirms our entry, it is asked and not disputed
    coalesce(not s.is_confirmed, false) as is_setup_question
from derived.short as u
left join derived.chosen_cause as c on u.unit_key = c.unit_key
left join derived.setup_question as s
    on c.agreement_id = s.agreement_id and c.candidate = s.candidate and c.cause = s.cause
