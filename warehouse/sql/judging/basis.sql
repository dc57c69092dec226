-- grain: agreement and the days from which one of its dispute windows is counted: as the clause says, and the earliest
select distinct
    agreement_id,
    basis_date,
    earliest_basis_date
from derived.owed
where basis_date is not null
