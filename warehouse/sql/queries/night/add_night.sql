-- grain: started_at
-- the night that ends now
insert into store.night by name
select
    $as_of::date as as_of,
    $started_at::timestamp as started_at,
    $finished_at::timestamp as finished_at,
    $version::varchar as version,
    $schema_version::integer as schema_version,
    $settings::varchar as settings_sha256,
    $agreements::varchar as agreements_sha256,
    $rates::varchar as rates_sha256,
    $files::bigint as files,
    $payments::bigint as payments,
    $claims::bigint as claims,
    $lines::bigint as lines,
    $claims_judged::bigint as claims_judged,
    $situations::bigint as situations,
    $newly_priced::bigint as newly_priced,
    map($entries::varchar[], $seconds::decimal(9, 3)[]) as seconds
