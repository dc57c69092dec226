-- grain: sha256
-- remittance file whose payments the snapshot attached as `earlier` has on record
select distinct f.sha256
from earlier.fact.file as f
inner join earlier.fact.payment as p on f.file_id = p.file_id
where f.sha256 is not null
