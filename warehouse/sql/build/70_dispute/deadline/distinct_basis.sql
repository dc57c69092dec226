-- grain: agreement_id, basis_event, basis_date, earliest_basis_date
-- event and day from which a dispute window counts: as the clause says, and by the earliest reading of the day
select distinct
    agreement_id,
    basis_event,
    basis_date,
    earliest_basis_date
from derived.short
where basis_date is not null
