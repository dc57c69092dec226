-- grain: deposit_file, line_number, code, detail
-- finding about a bank file
create or replace view deposit_finding as
select
    f.name as deposit_file,
    n.code,
    k.severity,
    n.line_number,
    k.sentence,
    n.detail
from fact.deposit_finding as n
inner join fact.deposit_file as f on n.deposit_file_id = f.deposit_file_id
left join reference.deposit_finding_kind as k on n.code = k.code
