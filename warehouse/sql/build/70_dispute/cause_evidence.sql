-- grain: evidence
-- kind of evidence, with the short lines of one agreement, and the codes among them, that a candidate must explain
create or replace table reference.cause_evidence (
    evidence varchar not null, lines integer not null, codes integer not null
)
