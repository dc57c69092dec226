-- grain: agreement and day from which one of its dispute windows is counted
select distinct
    agreement_id,
    basis_date
from derived.owed
where basis_date is not null
