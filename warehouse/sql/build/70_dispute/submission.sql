-- grain: agreement_id
-- how disputes under an agreement are sent; the lines of the address are separated by line feeds
create or replace table reference.submission (
    agreement_id varchar not null, channel varchar, form varchar, address varchar, level varchar
)
