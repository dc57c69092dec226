-- grain: deposit_id, unit_id
-- deposit and payment of money that belong together, and the step of the cascade that matched them
create or replace table derived.deposit_link (
    deposit_id bigint not null, unit_id bigint not null, step varchar not null, tag varchar
)
