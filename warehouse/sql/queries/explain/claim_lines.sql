-- grain: service line of a claim, in the order of the remittance
select *
from line_review
where claim_id = $claim_id and ($line::integer is null or line_ordinal = $line)
order by line_ordinal
