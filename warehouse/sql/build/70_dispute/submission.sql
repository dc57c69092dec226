-- grain: agreement_id
-- where and how disputes under an agreement are sent; address lines are separated by line feeds
create or replace table reference.submission (
    agreement_id varchar not null, channel varchar, form varchar, address varchar, level varchar
)
