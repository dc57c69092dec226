-- grain: agreement_id, period_start
-- period [period_start, period_end) of an agreement in which no term of its prices changes, and what a price then needs
create or replace table reference.agreement_period (
    agreement_id varchar not null, terms_id varchar not null, period_start date not null, period_end date not null,
    -- what is compared: each line; a visit and its rate; a visit's prices up to a cap; the prices and charges of a
    -- claim
    compare varchar not null check (compare in ('line', 'visit', 'cap', 'claim')),
    needs_visit boolean not null, needs_charge boolean not null, needs_locality boolean not null,
    needs_place_of_service boolean not null, needs_credential boolean not null, needs_site boolean not null,
    needs_product boolean not null, needs_claim boolean not null, needs_provider boolean not null,
    needs_participant boolean not null, needs_visit_number boolean not null,
    -- where visits are counted: since a day, in each year that begins on a day (MM-DD), or in episodes of so many days
    visits_counted_since date, visits_year_begins varchar, visits_episode_days integer
)
