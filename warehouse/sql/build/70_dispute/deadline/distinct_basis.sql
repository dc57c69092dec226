-- grain: agreement_id, basis_date, earliest_basis_date
-- day from which a dispute window counts: as the clause says, and by its earliest reading
select distinct
    agreement_id,
    basis_date,
    earliest_basis_date
from derived.short
where basis_date is not null
