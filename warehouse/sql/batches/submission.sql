-- grain: agreement, with where its disputes go; address lines are separated by line feeds
create table if not exists reference.submission (
    agreement_id varchar not null, channel varchar, form varchar, address varchar, level varchar
)
