-- grain: claim and kind of evidence, of claims not paired yet
-- A primary and a secondary payer may decide alike: a reversal that fits decisions of two payers is paired with neither
create or replace temp view unpaired_evidence as
select *
from derived.reversal_evidence
where
    claim_id not in (select original_id from derived.reversal_pair)
    and claim_id not in (select reversal_id from derived.reversal_pair)
qualify
    min(payer_key) filter (where not is_reversal) over (partition by evidence, key)
    = max(payer_key) filter (where not is_reversal) over (partition by evidence, key)
