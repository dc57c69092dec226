-- grain: evidence
-- short lines of one agreement, and procedure codes among them, that a candidate must fit before it is named
create or replace table reference.cause_evidence (
    evidence varchar not null, lines integer not null, codes integer not null
)
