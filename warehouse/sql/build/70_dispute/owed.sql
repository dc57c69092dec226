-- grain: unit_key
-- short line, or short visit, with its cause: what is owed and may be disputed
create or replace table derived.owed as
with explained as (
    select
        u.*,
        c.cause,
        c.sentence as cause_sentence,
        c.confidence as cause_confidence,
        c.runner_up as cause_runner_up,
        c.fits_count,
        -- nearly everything is short in this way: until a person confirms our entry, it is a question and no dispute
        coalesce(not s.is_confirmed, false) as is_doubted,
        d.deadline
    from derived.short as u
    left join derived.chosen_cause as c on u.unit_key = c.unit_key
    left join derived.setup_doubt as s
        on c.agreement_id = s.agreement_id and c.candidate = s.candidate and c.cause = s.cause
    left join derived.deadline as d
        on
            u.agreement_id = d.agreement_id
            and u.basis_event = d.basis_event
            and u.basis_date = d.basis_date
            and u.earliest_basis_date is not distinct from d.earliest_basis_date
)

-- a question about our own entry must not cost the right to dispute: an open dispute stays open, and a window that
-- closes within $closing_days does not wait for the answer
select
    e.* exclude (is_doubted, deadline),
    e.is_doubted
    and e.chain_id not in (select g.dispute_id from store.dispute_ledger as g where g.outstanding > 0)
    and not coalesce(e.deadline <= $as_of::date + $closing_days::integer, false) as is_setup_question
from explained as e
