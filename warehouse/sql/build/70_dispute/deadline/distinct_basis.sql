-- grain: agreement_id, basis_date, earliest_basis_date
-- days from which a dispute window is counted: as the clause says, and the earliest reading of it
select distinct
    agreement_id,
    basis_date,
    earliest_basis_date
from derived.short
where basis_date is not null
