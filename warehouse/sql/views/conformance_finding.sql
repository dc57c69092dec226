-- grain: file_name, code, place, segment_number, sentence
-- what a file does otherwise than the guide, as pyx12 reports it; one for every file with these bytes
create or replace view conformance_finding as
select
    f.name as file_name,
    c.code,
    c.severity,
    c.place,
    c.segment_number,
    c.occurrences,
    c.sentence,
    c.reason,
    r.checked_at,
    r.is_finished,
    f.sha256
from fact.conformance as c
inner join fact.conformance_run as r on c.sha256 = r.sha256
inner join fact.file as f on c.sha256 = f.sha256
