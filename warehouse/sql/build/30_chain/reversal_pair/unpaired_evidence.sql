-- grain: claim and kind of evidence not paired yet. Two payers, primary and secondary, may have decided alike: a reversal
-- could then be either's, and takes back neither
create or replace temp view unpaired_evidence as
select *
from derived.reversal_evidence
where
    claim_id not in (select original_id from derived.reversal_pair)
    and claim_id not in (select reversal_id from derived.reversal_pair)
qualify
    min(payer_key) filter (where not is_reversal) over (partition by evidence, key)
    = max(payer_key) filter (where not is_reversal) over (partition by evidence, key)
