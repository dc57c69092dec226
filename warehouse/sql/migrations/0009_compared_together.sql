-- What is judged together may be a visit at its rate, a visit's prices up to a cap, or a claim's prices and charges.
-- Refilled by every night, so nothing is kept.
create or replace table reference.agreement_period (
    agreement_id varchar not null, terms_id varchar not null, period_start date not null, period_end date not null,
    compare varchar not null check (compare in ('line', 'visit', 'cap', 'claim')),
    needs_visit boolean not null, needs_charge boolean not null, needs_locality boolean not null,
    needs_place_of_service boolean not null, needs_credential boolean, needs_site boolean, needs_product boolean,
    needs_claim boolean, needs_visit_number boolean,
    -- null: visits are counted by calendar year
    visits_counted_since date
);

-- whether a negative amount is another line's charge, put on this one with its code
alter table reference.adjustment_kind add column moves_charge boolean;
