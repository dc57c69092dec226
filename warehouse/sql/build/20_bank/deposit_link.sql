-- grain: deposit_id, unit_id
-- deposit and payment of money found for each other, by the first step of the cascade that found them
create or replace table derived.deposit_link (
    deposit_id bigint not null, unit_id bigint not null, step varchar not null, tag varchar
)
