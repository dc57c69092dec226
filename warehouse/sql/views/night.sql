-- grain: started_at
-- night that was published from this database
create or replace view night as
select
    as_of,
    started_at,
    finished_at,
    version,
    schema_version,
    {'settings': settings_sha256, 'agreements': agreements_sha256, 'rates': rates_sha256} as fingerprints,
    {
        'files': files, 'payments': payments, 'claims': claims, 'lines': lines, 'claims_judged': claims_judged,
        'situations': situations, 'newly_priced': newly_priced
    } as counts,
    seconds
from store.night
