-- grain: finding of the reader
create or replace view finding as
select
    f.name as file_name,
    n.code,
    k.severity,
    n.segment_number,
    k.sentence,
    n.detail,
    k.condemns,
    n.payment_id,
    n.claim_id,
    n.line_id
from fact.finding as n
inner join fact.file as f on n.file_id = f.file_id
left join reference.finding_kind as k on n.code = k.code
